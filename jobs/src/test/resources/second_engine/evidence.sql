-- What each viewer sees of each product on each day, the spells and the states that follow.

CREATE TABLE days AS
SELECT CAST(d AS DATE) AS day
FROM generate_series((SELECT min(scan_date) FROM scans)::TIMESTAMP,
  (SELECT day FROM last_day)::TIMESTAMP, INTERVAL 1 DAY) t(d);

CREATE TABLE product_sights AS
SELECT p.* EXCLUDE (product_id), i.latest_id
FROM product_days p
JOIN ids i ON i.platform_id = p.platform_id AND i.product_id = p.product_id
  AND p.day >= i.from_day AND p.day < i.until_day;

CREATE TABLE withdrawals AS
SELECT DISTINCT platform_id, 'NEW_BUYER' AS viewer, date_to AS day FROM events
WHERE kind = 'WITHDRAWN_FROM_NEW_BUYERS' AND platform_id IS NOT NULL;

CREATE TABLE evidence AS
SELECT g.platform_id, g.latest_id, g.viewer, g.day, s.latest_id IS NOT NULL AS sighted,
  s.buys, s.tops_up, p.day IS NOT NULL AS proved, w.day IS NOT NULL AS withdrawn,
  max(CASE WHEN s.latest_id IS NOT NULL THEN g.day END) OVER up AS last_sight,
  lw.day AS last_withdrawal
FROM (
  SELECT platform_id, latest_id, v.viewer, d.day, bank_id
  FROM (SELECT platform_id, latest_id, min(day) AS first_day, arg_max(bank_id, day) AS bank_id
    FROM product_sights GROUP BY ALL)
  JOIN days d ON d.day >= first_day
  CROSS JOIN (VALUES ('NEW_BUYER'), ('HOLDER')) v(viewer)) g
LEFT JOIN product_sights s USING (platform_id, latest_id, viewer, day)
LEFT JOIN (SELECT DISTINCT platform_id, viewer, bank_id AS shelf, day FROM proofs) p
  ON p.platform_id = g.platform_id AND p.viewer = g.viewer AND p.day = g.day
  AND p.shelf = CASE setting('heartbeat') WHEN 'none' THEN g.bank_id ELSE 'ALL' END
LEFT JOIN withdrawals w ON w.platform_id = g.platform_id AND w.viewer = g.viewer AND w.day = g.day
ASOF LEFT JOIN withdrawals lw ON lw.platform_id = g.platform_id AND lw.viewer = g.viewer
  AND lw.day <= g.day
WINDOW up AS (PARTITION BY g.platform_id, g.latest_id, g.viewer ORDER BY g.day);

-- Heartbeat none: the days with a file after a last sight that prove nothing, until proof or event.
CREATE TABLE confirmed AS
SELECT platform_id, latest_id, viewer, last_sight, min(day) AS absent_from
FROM (
  SELECT e.*, row_number() OVER gap AS nth,
    bool_or(proved OR withdrawn) OVER (gap ROWS UNBOUNDED PRECEDING) AS decided
  FROM evidence e
  WHERE setting('heartbeat') = 'none' AND NOT sighted AND last_sight IS NOT NULL
    AND day IN (SELECT scan_date FROM listings)
  WINDOW gap AS (PARTITION BY platform_id, latest_id, viewer, last_sight ORDER BY day))
GROUP BY ALL
HAVING bool_or(nth = CAST(setting('confirmation_days') AS INTEGER) AND NOT decided);

CREATE TABLE seen AS
SELECT e.* EXCLUDE (buys, tops_up, last_withdrawal),
  CASE WHEN sighted AND buys THEN 'CAN_BUY'
    WHEN sighted AND tops_up AND viewer = 'HOLDER' THEN 'TOP_UP'
    WHEN sighted THEN 'SEEN'
    WHEN proved THEN 'ABSENT'
    WHEN last_withdrawal > coalesce(last_sight, DATE '0001-01-01') THEN 'ABSENT'
    WHEN day >= absent_from THEN 'ABSENT'
    ELSE 'UNKNOWN' END AS sees,
  CASE WHEN proved THEN 'SCAN' WHEN day >= absent_from THEN 'TIME' ELSE 'EVENT' END AS proof
FROM evidence e
LEFT JOIN confirmed USING (platform_id, latest_id, viewer, last_sight);

-- A sighting after a proven absence, or the first of all, opens a spell.
CREATE TABLE spell_days AS
WITH marked AS (
  SELECT *,
    max(CASE WHEN sighted THEN day END) OVER (before ROWS BETWEEN UNBOUNDED PRECEDING
      AND 1 PRECEDING) AS sight_before,
    max(CASE WHEN sees = 'ABSENT' THEN day END) OVER before AS last_absent
  FROM seen
  WINDOW before AS (PARTITION BY platform_id, latest_id, viewer ORDER BY day))
SELECT *, coalesce(last_sight > coalesce(last_absent, DATE '0001-01-01'), false) AS open,
  CAST(count_if(sighted AND (sight_before IS NULL OR last_absent > sight_before)) OVER (
    PARTITION BY platform_id, latest_id, viewer ORDER BY day) AS INTEGER) AS spell_no
FROM marked;

CREATE TABLE shelf_starts AS
SELECT platform_id, viewer, bank_id, min(scan_date) AS day
FROM scans WHERE status <> 'FAILED'
GROUP BY ALL;

CREATE TABLE spells AS
WITH bounds AS (
  SELECT platform_id, latest_id, viewer, spell_no, min(day) FILTER (sighted) AS first_seen,
    max(day) FILTER (sighted) AS last_seen,
    max(day) FILTER (sees IN ('CAN_BUY', 'TOP_UP')) AS last_on_sale,
    min(day) FILTER (sees = 'ABSENT') AS first_absent,
    arg_min(proof, day) FILTER (sees = 'ABSENT') AS confirmed_by,
    count_if(sighted) AS sights
  FROM spell_days WHERE spell_no > 0 GROUP BY ALL)
SELECT b.*, f.bank_id, f.product_kind, f.bank_class, o.sees AS other_sees,
  b.first_seen = t.day AS left_censored
FROM bounds b
JOIN product_sights f ON f.platform_id = b.platform_id AND f.latest_id = b.latest_id
  AND f.viewer = b.viewer AND f.day = b.first_seen
LEFT JOIN seen o ON o.platform_id = b.platform_id AND o.latest_id = b.latest_id
  AND o.viewer <> b.viewer AND o.day = b.first_absent
LEFT JOIN (SELECT platform_id, viewer, bank_id AS shelf, day FROM shelf_starts) t
  ON t.platform_id = b.platform_id AND t.viewer = b.viewer
  AND t.shelf IN ('ALL', f.bank_id);

-- Days of a product: the id of the day, both sides, and the state that they make.
CREATE TABLE state_days AS
SELECT n.platform_id, n.latest_id, n.day, n.sees AS new_buyer_sees, h.sees AS holder_sees,
  n.sighted OR h.sighted AS sighted,
  CASE n.sees
    WHEN 'CAN_BUY' THEN 'ON_SALE'
    WHEN 'SEEN' THEN 'NO_NEW_ISSUE'
    WHEN 'UNKNOWN' THEN 'UNKNOWN'
    ELSE CASE
      WHEN (SELECT count(*) FROM viewers WHERE viewer = 'HOLDER') = 0 THEN 'CLOSED'
      WHEN h.sees IN ('CAN_BUY', 'TOP_UP') THEN 'HOLDERS_TOP_UP'
      WHEN h.sees = 'SEEN' THEN 'HOLDERS_VIEW'
      WHEN h.sees = 'ABSENT' THEN 'CLOSED'
      ELSE 'UNKNOWN' END END AS state
FROM seen n
JOIN seen h ON h.platform_id = n.platform_id AND h.latest_id = n.latest_id AND h.day = n.day
WHERE n.viewer = 'NEW_BUYER' AND h.viewer = 'HOLDER';

-- Rows run from a sighting to the first CLOSED day; `run` counts the runs.
CREATE TABLE state_runs AS
SELECT * EXCLUDE (last_sight, closed_before),
  count_if(sighted AND (sight_before IS NULL OR closed_before > sight_before)) OVER (
    PARTITION BY platform_id, latest_id ORDER BY day) AS run
FROM (
  SELECT *,
    max(CASE WHEN sighted THEN day END) OVER up AS last_sight,
    max(CASE WHEN sighted THEN day END) OVER (up ROWS BETWEEN UNBOUNDED PRECEDING
      AND 1 PRECEDING) AS sight_before,
    max(CASE WHEN state = 'CLOSED' THEN day END) OVER (up ROWS BETWEEN UNBOUNDED PRECEDING
      AND 1 PRECEDING) AS closed_before
  FROM state_days
  WINDOW up AS (PARTITION BY platform_id, latest_id ORDER BY day))
QUALIFY closed_before IS NULL OR closed_before < last_sight;

-- A product's count of spells goes on while its rows do. Once it is closed, or an old id comes back,
-- the count goes on from the latest spell that ended under the id.
CREATE TABLE spell_numbers AS
WITH RECURSIVE
begun AS (
  SELECT r.*, i.product_id
  FROM (SELECT platform_id, latest_id, run, min(day) AS from_day FROM state_runs GROUP BY ALL) r
  JOIN ids i ON i.platform_id = r.platform_id AND i.latest_id = r.latest_id
    AND r.from_day >= i.from_day AND r.from_day < i.until_day),
ranked AS (
  SELECT s.platform_id, s.latest_id, s.viewer, s.spell_no, s.first_absent, r.run, i.product_id,
    row_number() OVER (
      PARTITION BY s.platform_id, s.latest_id, s.viewer, r.run ORDER BY s.spell_no) AS nth
  FROM spells s
  JOIN state_runs r ON r.platform_id = s.platform_id AND r.latest_id = s.latest_id
    AND r.day = s.first_seen
  LEFT JOIN ids i ON i.platform_id = s.platform_id AND i.latest_id = s.latest_id
    AND s.first_absent >= i.from_day AND s.first_absent < i.until_day),
links AS (
  SELECT b.platform_id, b.latest_id, b.run, b.viewer, e.latest_id AS before_id,
    e.run AS before_run, e.nth AS before_nth
  FROM (FROM begun CROSS JOIN (VALUES ('NEW_BUYER'), ('HOLDER')) v(viewer)) b
  ASOF LEFT JOIN ranked e ON e.platform_id = b.platform_id AND e.product_id = b.product_id
    AND e.viewer = b.viewer AND e.first_absent < b.from_day),
counted AS (
  SELECT platform_id, latest_id, run, viewer, 0 AS before FROM links WHERE before_id IS NULL
  UNION ALL
  SELECT l.platform_id, l.latest_id, l.run, l.viewer, c.before + l.before_nth
  FROM counted c
  JOIN links l ON l.platform_id = c.platform_id AND l.viewer = c.viewer
    AND l.before_id = c.latest_id AND l.before_run = c.run)
SELECT platform_id, latest_id, viewer, spell_no, CAST(before + nth AS INTEGER) AS number
FROM ranked JOIN counted USING (platform_id, latest_id, viewer, run);

-- A spell has the ids, of product and bank, that were the latest when it ended.
CREATE TABLE listing_spells AS
WITH ended AS (
  SELECT *, coalesce(first_absent, (SELECT day FROM last_day)) AS last_day FROM spells),
shown_banks AS (
  SELECT i.platform_id, i.latest_id, g.scan_date AS day, min(g.bank_id) AS bank_id
  FROM sightings g JOIN ids i ON i.platform_id = g.platform_id AND i.product_id = g.product_id
    AND g.scan_date >= i.from_day AND g.scan_date < i.until_day
  GROUP BY ALL)
SELECT s.platform_id, i.product_id, s.viewer, n.number AS spell_no, b.bank_id, s.product_kind,
  s.bank_class, s.first_seen, s.last_on_sale, s.last_seen, s.first_absent, s.left_censored,
  s.first_absent IS NULL AS right_censored,
  CAST(s.last_seen - s.first_seen + 1 - s.sights AS INTEGER) AS gap_days,
  CASE WHEN s.first_absent IS NULL THEN NULL
    WHEN (SELECT count(*) FROM viewers WHERE viewer = 'HOLDER') = 0 THEN 'WITHDRAWN'
    WHEN s.other_sees = 'ABSENT' THEN 'WITHDRAWN'
    WHEN s.viewer = 'NEW_BUYER' AND s.other_sees IN ('CAN_BUY', 'TOP_UP', 'SEEN')
      THEN 'HOLDERS_ONLY'
    ELSE 'UNDETERMINED' END AS exit,
  CASE WHEN s.first_absent IS NOT NULL THEN s.confirmed_by END AS confirmed_by,
  CAST(s.last_seen - s.first_seen + 1 AS INTEGER) AS days_min,
  CASE WHEN NOT s.left_censored THEN CAST(s.first_absent - s.first_seen AS INTEGER) END
    AS days_max,
  coalesce((
    SELECT list(p.product_id ORDER BY p.from_day) FROM ids p
    WHERE p.platform_id = s.platform_id AND p.latest_id = s.latest_id
      AND p.until_day > s.first_seen AND p.until_day <= i.from_day), []) AS former_ids
FROM ended s
JOIN spell_numbers n USING (platform_id, latest_id, viewer, spell_no)
JOIN ids i ON i.platform_id = s.platform_id AND i.latest_id = s.latest_id
  AND s.last_day >= i.from_day AND s.last_day < i.until_day
ASOF JOIN shown_banks b ON b.platform_id = s.platform_id AND b.latest_id = s.latest_id
  AND b.day <= s.last_day;

CREATE TABLE states AS
SELECT s.platform_id, s.latest_id, i.product_id, s.day, s.new_buyer_sees, s.holder_sees, s.state,
  max(CASE WHEN state <> 'UNKNOWN' THEN {'day': day, 'state': state} END) OVER (
    PARTITION BY s.platform_id, s.latest_id, s.run ORDER BY day) AS last_known
FROM state_runs s
JOIN ids i ON i.platform_id = s.platform_id AND i.latest_id = s.latest_id
  AND s.day >= i.from_day AND s.day < i.until_day;

CREATE TABLE listing_states AS
SELECT day AS as_of_date, platform_id, product_id, new_buyer_sees, holder_sees, state,
  last_known.state AS last_known_state, last_known.day AS last_known_on
FROM states;
