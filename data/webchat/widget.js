// SPDX-License-Identifier: GPL-3.0-or-later
// <script src="https://HOST/widget.js" data-widget="w_..." data-title="Shop" async></script>
// The page's CSP needs HOST in script-src and connect-src. Signed-in customers: window.omnideskIdentity = {id, hash, ...}
{
  const { src, dataset } = document.currentScript;
  window.omnidesk = dataset;
  import(`${new URL(src).origin}/od/v1/app/main.js`).catch(console.warn);
}
