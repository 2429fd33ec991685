-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files that a channel only named: whether they are still to be fetched, and why that failed.

ALTER TABLE attachment ADD COLUMN state INTEGER NOT NULL DEFAULT 0; -- OdFileState; 0 exactly if sha256 is there
ALTER TABLE attachment ADD COLUMN error TEXT;
UPDATE attachment SET state = CASE WHEN remote_ref IS NULL THEN 3 ELSE 1 END WHERE sha256 IS NULL;
CREATE INDEX attachment_remote ON attachment (id) WHERE state = 1;
