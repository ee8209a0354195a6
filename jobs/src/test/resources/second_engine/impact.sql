-- Before and after an event: counts, means, and the exact split of their change.

CREATE TABLE window_days AS
SELECT w.event_id, w.time_window, d.day
FROM windows w
JOIN days d ON d.day BETWEEN w.date_from AND coalesce(w.date_to, (SELECT day FROM last_day));

CREATE TABLE complete_days AS
SELECT DISTINCT p.platform_id, s.scan_date AS day
FROM scans s, LATERAL (SELECT unnest(platform_or_all(s.platform_id)) AS platform_id) p
WHERE s.viewer = 'NEW_BUYER' AND s.status = 'COMPLETE';

CREATE TABLE impact_combinations AS
SELECT DISTINCT w.event_id, p.platform_id, o.product_kind, c.bank_class, t.term, o.comparator
FROM (
  SELECT DISTINCT as_of_date, platform_id, product_kind, bank_class, normal_term, comparator
  FROM offers) o
JOIN (SELECT DISTINCT event_id, day FROM window_days) w ON w.day = o.as_of_date,
  LATERAL (SELECT unnest(platform_or_all(o.platform_id)) AS platform_id) p,
  LATERAL (SELECT unnest([o.bank_class, 'ALL']) AS bank_class) c,
  LATERAL (SELECT unnest([o.normal_term, 'ALL']) AS term) t;

-- A product in a term, in a window: the means over its days of sale.
CREATE TABLE unit_days AS
SELECT o.as_of_date AS day, o.platform_id, o.latest_id, o.normal_term, o.product_kind,
  o.bank_class, o.comparator, min(o.bank_id) AS bank_id,
  sum(o.spread_bp)::DOUBLE / count(*) AS spread,
  sum(o.headline_rate_pct)::DOUBLE / count(*) AS rate, any_value(b.balance)::DOUBLE AS balance
FROM offers o
LEFT JOIN balance_days b ON b.day = o.as_of_date AND b.platform_id = o.platform_id
  AND b.product_id = o.product_id AND b.normal_term = o.normal_term
WHERE o.spread_bp IS NOT NULL
GROUP BY ALL;

CREATE TABLE units AS
SELECT u.event_id, u.time_window, p.platform_id, u.product_kind, c.bank_class, t.term,
  u.comparator, u.platform_id || '|' || u.latest_id || '|' || u.normal_term AS unit,
  arg_max(u.bank_id, u.last_day) AS bank_id, sum(u.spreads) / sum(u.days) AS spread,
  sum(u.rates) / sum(u.days) AS rate, sum(u.balances) / sum(u.balance_days) AS balance
FROM (
  SELECT w.event_id, w.time_window, u.platform_id, u.latest_id, u.normal_term, u.product_kind,
    u.bank_class, u.comparator, max(u.day) AS last_day, arg_max(u.bank_id, u.day) AS bank_id,
    sum(u.spread) AS spreads, sum(u.rate) AS rates, count(*) AS days,
    sum(u.balance) AS balances, nullif(count(u.balance), 0) AS balance_days
  FROM unit_days u JOIN window_days w USING (day)
  GROUP BY ALL) u,
  LATERAL (SELECT unnest(platform_or_all(u.platform_id)) AS platform_id) p,
  LATERAL (SELECT unnest([u.bank_class, 'ALL']) AS bank_class) c,
  LATERAL (SELECT unnest([u.normal_term, 'ALL']) AS term) t
GROUP BY ALL;

CREATE TABLE weighted AS
SELECT u.* EXCLUDE (balance, bank_id), w.weighting, w.weight
FROM (
  SELECT *, 1.0::DOUBLE / count(*) OVER (PARTITION BY event_id, time_window, platform_id,
    product_kind, bank_class, term, comparator, bank_id) AS bank_weight FROM units) u,
  LATERAL (SELECT unnest(['SIMPLE', 'BANK', 'BALANCE']) AS weighting,
    unnest([1.0::DOUBLE, bank_weight, balance]) AS weight) w
WHERE w.weight IS NOT NULL;

CREATE TABLE window_means AS
SELECT event_id, time_window, platform_id, product_kind, bank_class, term, comparator, weighting,
  sum(weight * spread) / nullif(sum(weight), 0) AS spread,
  sum(weight * rate) / nullif(sum(weight), 0) AS rate
FROM weighted GROUP BY ALL;

CREATE TABLE splits AS
WITH pairs AS (
  SELECT a.* EXCLUDE (spread, rate, weight), a.spread AS after, a.weight AS weight_after,
    b.spread AS before, b.weight AS weight_before
  FROM weighted a
  LEFT JOIN (SELECT * FROM weighted WHERE time_window = 'before') b USING (
    event_id, platform_id, product_kind, bank_class, term, comparator, weighting, unit)
  WHERE a.time_window <> 'before')
SELECT event_id, time_window, platform_id, product_kind, bank_class, term, comparator, weighting,
  sum(weight_after * after) FILTER (before IS NOT NULL)
    / nullif(sum(weight_after) FILTER (before IS NOT NULL), 0) AS stayers_after,
  sum(weight_before * before) / nullif(sum(weight_before), 0) AS stayers_before,
  sum(weight_after * after) FILTER (before IS NULL)
    / nullif(sum(weight_after) FILTER (before IS NULL), 0) AS entrants_after,
  coalesce(sum(weight_after) FILTER (before IS NULL), 0) / nullif(sum(weight_after), 0)
    AS entrants_weight
FROM pairs GROUP BY ALL;

CREATE TABLE displayed AS
SELECT w.event_id, w.time_window, p.platform_id, s.product_kind, c.bank_class, t.term,
  count(DISTINCT (d.platform_id, d.latest_id, d.day)) AS product_days
FROM shelf_days d
JOIN spells s USING (platform_id, latest_id, viewer, spell_no)
JOIN spell_days k USING (platform_id, latest_id, viewer, spell_no, day)
JOIN (SELECT DISTINCT platform_id, latest_id, viewer, scan_date, normal_term FROM sight_lines) l
  ON l.platform_id = d.platform_id AND l.latest_id = d.latest_id AND l.viewer = d.viewer
  AND l.scan_date = k.last_sight
JOIN window_days w ON w.day = d.day,
  LATERAL (SELECT unnest(platform_or_all(d.platform_id)) AS platform_id) p,
  LATERAL (SELECT unnest([s.bank_class, 'ALL']) AS bank_class) c,
  LATERAL (SELECT unnest([l.normal_term, 'ALL']) AS term) t,
  complete_days o
WHERE d.viewer = 'NEW_BUYER' AND o.platform_id = p.platform_id AND o.day = d.day
GROUP BY ALL;

CREATE TABLE withdrawal_impact AS
WITH cells AS (
  SELECT c.event_id, w.time_window, c.platform_id, c.product_kind, c.bank_class, c.term,
    c.comparator, g.weighting
  FROM impact_combinations c
  JOIN windows w USING (event_id)
  CROSS JOIN (VALUES ('SIMPLE'), ('BANK'), ('BALANCE')) g(weighting)),
scan_counts AS (
  SELECT w.event_id, w.time_window, o.platform_id, count(*) AS scan_days
  FROM window_days w JOIN complete_days o USING (day) GROUP BY ALL),
joined AS (
  SELECT c.*, coalesce(n.scan_days, 0) AS scan_days, coalesce(d.product_days, 0) AS product_days,
    m.rate, m.spread, b.spread AS before, s.stayers_before, s.stayers_after, s.entrants_after,
    s.entrants_weight,
    CASE WHEN c.time_window = 'before' THEN NULL
      WHEN b.spread IS NULL THEN 'NO_PRODUCTS_BEFORE'
      WHEN m.spread IS NULL THEN 'NO_PRODUCTS_AFTER'
      WHEN s.stayers_before IS NULL THEN 'NO_STAYERS' END AS reason
  FROM cells c
  LEFT JOIN scan_counts n USING (event_id, time_window, platform_id)
  LEFT JOIN displayed d USING (
    event_id, time_window, platform_id, product_kind, bank_class, term)
  LEFT JOIN window_means m USING (event_id, time_window, platform_id, product_kind, bank_class,
    term, comparator, weighting)
  LEFT JOIN (SELECT * EXCLUDE (time_window, rate) FROM window_means WHERE time_window = 'before') b
    USING (event_id, platform_id, product_kind, bank_class, term, comparator, weighting)
  LEFT JOIN splits s USING (event_id, time_window, platform_id, product_kind, bank_class, term,
    comparator, weighting)),
parts AS (
  SELECT *,
    CASE WHEN time_window <> 'before' THEN as_bp(spread - before) END AS change_bp,
    CASE WHEN time_window <> 'before' AND reason IS NULL
      THEN as_bp(stayers_after - stayers_before) END AS stayers_bp,
    CASE WHEN time_window <> 'before' AND reason IS NULL
      THEN as_bp(entrants_weight * (coalesce(entrants_after, stayers_after) - stayers_after)) END
      AS entrants_bp
  FROM joined)
SELECT event_id, time_window AS "window", platform_id, product_kind, bank_class, term, comparator,
  weighting, CAST(scan_days AS INTEGER) AS scan_days,
  CASE WHEN scan_days > 0
    THEN CAST(rounded(product_days::DOUBLE / scan_days) AS DECIMAL(18, 4)) END AS products_mean,
  CASE WHEN term <> 'ALL' THEN as_pct(rate) END AS rate_mean_pct, as_bp(spread) AS spread_mean_bp,
  change_bp, stayers_bp, entrants_bp,
  CAST(change_bp - stayers_bp - entrants_bp AS DECIMAL(9, 2)) AS exits_bp, reason
FROM parts;
