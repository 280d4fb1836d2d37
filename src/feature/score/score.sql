-- score_rubric_newest: the last version of a rubric
-- class: reference
-- in:  id text      maybe
-- out: version int, hash blob, body text
SELECT version, hash, body FROM rubric WHERE id = :id ORDER BY version DESC LIMIT 1;

-- score_rubric_put: a version of a rubric
-- class: reference
-- in:  id text, version int, name text, issuer text, document text, since day, until day, body text, hash blob, at instant      run
INSERT INTO rubric (id, version, name, issuer, document, since, until, body, hash, entered_at)
VALUES (:id, :version, :name, :issuer, :document, :since, :until, :body, :hash, :at);
