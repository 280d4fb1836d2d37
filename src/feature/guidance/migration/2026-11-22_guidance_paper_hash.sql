-- needs: 2026-11-22_guidance
-- Whether these bytes are still somebody's paper is asked when one is taken back.
CREATE INDEX guidance_paper_hash ON guidance_paper (hash);
