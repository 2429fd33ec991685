// SPDX-License-Identifier: GPL-3.0-or-later
// <script src="https://HOST/widget.js" data-title="Shop" async></script>; a CSP needs HOST in script-src and connect-src.
// Who is signed in: window.omnideskIdentity = {id, hash, ...}
{
	const { src, dataset } = document.currentScript
	window.omnidesk = { widget: '%WIDGET%', ...dataset }
	import(`${new URL(src).origin}/od/v1/app/main.js`).catch(console.warn)
}
