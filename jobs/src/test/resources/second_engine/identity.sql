-- Who is who: banks and products whose ids changed overnight are one.

-- Heartbeat none: a scan a bank and day that has a file, judged by the last COMPLETE one.
CREATE TABLE derived AS
WITH RECURSIVE
file_days AS (
  SELECT day, CAST(row_number() OVER (ORDER BY day) AS INTEGER) AS n
  FROM (SELECT DISTINCT scan_date AS day FROM listings WHERE setting('heartbeat') = 'none')),
shown AS (
  SELECT bank_id, viewer, n, list(DISTINCT platform_id || '|' || product_id) AS products
  FROM listings JOIN file_days ON scan_date = day GROUP BY ALL),
walk AS (
  SELECT bank_id, viewer, min(n) AS n, 'COMPLETE' AS status, CAST(NULL AS INTEGER) AS last_n,
    min(n) AS complete_n, list_transform(arg_min(products, n),
      lambda p: {'p': p, 'missed': 0}) AS kept
  FROM shown GROUP BY ALL
  UNION ALL
  SELECT bank_id, viewer, n, status, complete_n,
    CASE status WHEN 'COMPLETE' THEN n ELSE complete_n END,
    CASE status WHEN 'COMPLETE' THEN list_transform(products, lambda p: {'p': p, 'missed': 0})
      ELSE list_filter(list_transform(kept, lambda k: {'p': k.p,
          'missed': CASE WHEN list_contains(products, k.p) THEN 0 ELSE k.missed + 1 END}),
        lambda k: k.missed < patience) END
  FROM (
    SELECT CAST(setting('confirmation_days') AS INTEGER) AS patience, w.bank_id, w.viewer, d.n,
      w.kept, w.complete_n, coalesce(s.products, []) AS products,
      len(list_filter(w.kept, lambda k: NOT list_contains(coalesce(s.products, []), k.p)))
        AS lacks,
      CASE WHEN s.products IS NOT NULL AND (
          lacks < CAST(setting('complete_lacks_fewer_than') AS INTEGER)
          OR (len(w.kept) - lacks) * 100
            >= len(w.kept) * CAST(setting('complete_share_pct') AS INTEGER))
        THEN 'COMPLETE' ELSE 'PARTIAL' END AS status
    FROM walk w JOIN file_days d ON d.n = w.n + 1
    LEFT JOIN shown s ON s.bank_id = w.bank_id AND s.viewer = w.viewer AND s.n = d.n))
SELECT w.bank_id, w.viewer, d.day, w.status, last.day AS last_complete_on
FROM walk w JOIN file_days d USING (n) LEFT JOIN file_days last ON last.n = w.last_n;

INSERT INTO scans BY NAME
SELECT d.day AS scan_date, p.platform_id, d.viewer, d.bank_id, d.status,
  CAST((SELECT count(DISTINCT l.product_id) FROM listings l
    WHERE l.scan_date = d.day AND l.platform_id = p.platform_id AND l.viewer = d.viewer
      AND l.bank_id = d.bank_id) AS INTEGER) AS seen_count, d.last_complete_on
FROM derived d
JOIN (SELECT bank_id, viewer, platform_id, min(scan_date) AS first_day FROM listings GROUP BY ALL) p
  ON p.bank_id = d.bank_id AND p.viewer = d.viewer AND p.first_day <= d.day;

-- A sighting is a listing under a scan that proves presence.
CREATE TABLE sightings AS
SELECT l.*, coalesce(l.bank_name, b.name) AS shown_bank_name,
  coalesce(b.bank_class, setting('unlisted_bank_class')) AS bank_class,
  t.canonical_term, t.normal_term
FROM listings l
JOIN scans s ON s.scan_date = l.scan_date AND s.platform_id = l.platform_id
  AND s.viewer = l.viewer AND s.bank_id IN ('ALL', l.bank_id)
JOIN terms t USING (term)
LEFT JOIN banks b ON b.bank_id = l.bank_id
WHERE s.status IN ('COMPLETE', 'PARTIAL');

CREATE MACRO plain(t) AS regexp_replace(lower(t), '\s', '', 'g');

-- What one viewer's scan saw of one product, its lines taken together.
CREATE TABLE product_days AS
SELECT s.platform_id, s.product_id, s.viewer, s.scan_date AS day,
  min(s.bank_id) AS bank_id, min(s.bank_class) AS bank_class,
  min(s.product_kind) AS product_kind, min(plain(s.shown_bank_name)) AS bank_name,
  min(s.bank_product_id) AS bank_product_id, min(plain(s.product_name)) AS product_name,
  list_sort(list_distinct(list(s.canonical_term))) AS terms,
  bool_or(s.action = 'BUY') AS buys, bool_or(s.action = 'TOP_UP') AS tops_up
FROM sightings s
GROUP BY ALL;

CREATE TABLE first_sights AS
SELECT platform_id, product_id, min(day) AS first_day FROM product_days GROUP BY ALL;

-- Days whose COMPLETE scan proves who is absent, by shelf, and by bank where scans are derived.
CREATE TABLE proofs AS
SELECT DISTINCT platform_id, viewer, bank_id, scan_date AS day FROM scans WHERE status = 'COMPLETE';

CREATE TABLE steps AS
SELECT *, lead(day) OVER (PARTITION BY platform_id, viewer, bank_id ORDER BY day) AS next_day
FROM proofs;

CREATE TABLE gone AS
SELECT p.*, s.next_day
FROM product_days p
JOIN steps s ON s.platform_id = p.platform_id AND s.viewer = p.viewer AND s.day = p.day
  AND s.bank_id IN ('ALL', p.bank_id)
ANTI JOIN product_days n ON n.platform_id = p.platform_id AND n.product_id = p.product_id
  AND n.viewer = p.viewer AND n.day = s.next_day
WHERE s.next_day IS NOT NULL;

CREATE TABLE come AS
SELECT p.*, s.day AS prior_day, f.first_day
FROM product_days p
JOIN steps s ON s.platform_id = p.platform_id AND s.viewer = p.viewer AND s.next_day = p.day
  AND s.bank_id IN ('ALL', p.bank_id)
JOIN first_sights f ON f.platform_id = p.platform_id AND f.product_id = p.product_id
WHERE f.first_day > s.day;

CREATE TABLE pairs AS
SELECT g.platform_id, g.viewer, g.day, g.next_day, g.product_id AS old_id, c.product_id AS new_id,
  c.first_day, c.bank_name, c.bank_id AS new_bank_id,
  (SELECT arg_max(s.bank_id, s.day) FROM product_days s
    WHERE s.platform_id = g.platform_id AND s.product_id = g.product_id AND s.day < g.next_day
  ) AS old_bank_id,
  coalesce(g.bank_product_id = c.bank_product_id, false) AS by_bank_id,
  coalesce(g.product_name = c.product_name, false) AND g.terms = c.terms AS by_name
FROM gone g
JOIN come c ON c.platform_id = g.platform_id AND c.viewer = g.viewer AND c.prior_day = g.day
  AND c.bank_name = g.bank_name AND c.product_kind = g.product_kind
WHERE (by_bank_id OR by_name) AND NOT EXISTS (
  FROM product_days s WHERE s.platform_id = g.platform_id AND s.product_id = g.product_id
    AND s.day BETWEEN c.first_day AND c.day);

-- What the second scan shows, and each product's latest sighting from the first one on before it.
CREATE TABLE around AS
SELECT p.day AS prior_day, p.next_day, s.*
FROM (SELECT DISTINCT platform_id, day, next_day FROM pairs WHERE old_bank_id <> new_bank_id) p
JOIN product_days s ON s.platform_id = p.platform_id AND s.day BETWEEN p.day AND p.next_day
QUALIFY s.day = p.next_day OR s.day = max(s.day) FILTER (s.day < p.next_day) OVER (
  PARTITION BY p.platform_id, p.day, p.next_day, s.product_id);

-- A bank's new id: the old one is gone, the new one was not there, and nobody else has the name.
CREATE TABLE candidates AS
FROM pairs p
WHERE old_bank_id = new_bank_id OR NOT EXISTS (
  FROM around a WHERE a.platform_id = p.platform_id AND a.prior_day = p.day
    AND a.next_day = p.next_day AND CASE a.bank_id
      WHEN p.old_bank_id THEN a.day = p.next_day
      WHEN p.new_bank_id THEN a.day = p.day
      ELSE a.bank_name = p.bank_name END);

CREATE MACRO one_to_one(t) AS TABLE
  SELECT * FROM query_table(t)
  QUALIFY count(*) OVER (PARTITION BY platform_id, viewer, day, old_id) = 1
    AND count(*) OVER (PARTITION BY platform_id, viewer, day, new_id) = 1;

CREATE VIEW by_bank_id AS SELECT * FROM candidates WHERE by_bank_id;
CREATE TABLE first_matches AS SELECT * FROM one_to_one('by_bank_id');
CREATE VIEW by_name AS
SELECT * FROM candidates c WHERE by_name AND NOT EXISTS (
  FROM first_matches m WHERE m.platform_id = c.platform_id AND m.viewer = c.viewer
    AND m.day = c.day AND (m.old_id = c.old_id OR m.new_id = c.new_id));

CREATE TABLE handovers AS
SELECT *
FROM (
  SELECT DISTINCT platform_id, old_id, new_id, first_day
  FROM (SELECT * FROM first_matches UNION ALL SELECT * FROM one_to_one('by_name')))
QUALIFY count(*) OVER (PARTITION BY platform_id, old_id) = 1
  AND count(*) OVER (PARTITION BY platform_id, new_id) = 1;

-- Every id with the latest id of its product, and the days on which it is the one.
CREATE TABLE ids AS
WITH RECURSIVE up AS (
  SELECT platform_id, product_id, product_id AS latest_id FROM first_sights
  WHERE (platform_id, product_id) NOT IN (SELECT (platform_id, old_id) FROM handovers)
  UNION ALL
  SELECT h.platform_id, h.old_id, up.latest_id
  FROM up JOIN handovers h ON h.platform_id = up.platform_id AND h.new_id = up.product_id)
SELECT up.platform_id, up.product_id, up.latest_id,
  coalesce(b.first_day, DATE '0001-01-01') AS from_day,
  coalesce(e.first_day, DATE '9999-12-31') AS until_day
FROM up
LEFT JOIN handovers b ON b.platform_id = up.platform_id AND b.new_id = up.product_id
LEFT JOIN handovers e ON e.platform_id = up.platform_id AND e.old_id = up.product_id;

-- An old id seen again after its successor starts anew, as a product of its own.
INSERT INTO ids
SELECT DISTINCT i.platform_id, i.product_id, i.product_id, i.until_day, DATE '9999-12-31'
FROM ids i JOIN product_days p ON p.platform_id = i.platform_id AND p.product_id = i.product_id
WHERE p.day >= i.until_day;
