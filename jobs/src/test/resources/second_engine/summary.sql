-- The shelf in one line: what new buyers' spreads look like, over every combination.

-- A balance counts as it is told, in the latest snapshot of the platform.
CREATE VIEW product_stakes AS
SELECT {'as_of': u.as_of, 'platform_id': u.platform_id, 'product_id': u.product_id,
  'normal_term': t.normal_term} AS cell, u.user_id, u.balance
FROM user_rates u JOIN terms t USING (term);

CREATE TABLE balance_days AS
WITH snapshots AS (SELECT DISTINCT platform_id, as_of FROM user_rates),
balances AS (SELECT unnest(cell), balance FROM told_cells('product_stakes'))
SELECT d.day, b.platform_id, b.product_id, b.normal_term, b.balance
FROM (
  SELECT d.day, s.platform_id, max(s.as_of) AS as_of
  FROM days d JOIN snapshots s ON s.as_of <= d.day GROUP BY ALL) d
JOIN balances b ON b.platform_id = d.platform_id AND b.as_of = d.as_of;

CREATE TABLE offers AS
SELECT as_of_date, platform_id, product_id, latest_id, bank_id, product_kind, bank_class,
  normal_term, comparator, spread_bp, headline_rate_pct
FROM priced
WHERE viewer = 'NEW_BUYER' AND rate_kind IN ('HEADLINE', 'CYCLE');

-- A value for itself and for ALL; the own channel is in its own rows only.
CREATE MACRO platform_or_all(p) AS
  CASE WHEN p = setting('own_channel') THEN [p] ELSE [p, 'ALL'] END;

CREATE TABLE summary_balances AS
SELECT o.as_of_date, p.platform_id, o.product_kind, c.bank_class, t.term, o.comparator,
  as_bp(sum(o.spread * o.balance::DOUBLE) / nullif(sum(o.balance)::DOUBLE, 0))
    AS balance_weighted_bp,
  count(DISTINCT (o.platform_id, o.product_id)) AS products_with_balance
FROM (
  SELECT o.as_of_date, o.platform_id, o.product_id, o.product_kind, o.bank_class, o.normal_term,
    o.comparator, sum(o.spread_bp)::DOUBLE / count(*) AS spread, any_value(b.balance) AS balance
  FROM offers o
  JOIN balance_days b ON b.day = o.as_of_date AND b.platform_id = o.platform_id
    AND b.product_id = o.product_id AND b.normal_term = o.normal_term
  WHERE o.spread_bp IS NOT NULL
  GROUP BY ALL) o,
  LATERAL (SELECT unnest(platform_or_all(o.platform_id)) AS platform_id) p,
  LATERAL (SELECT unnest([o.bank_class, 'ALL']) AS bank_class) c,
  LATERAL (SELECT unnest([o.normal_term, 'ALL']) AS term) t
GROUP BY ALL;

CREATE TABLE spread_summary AS
SELECT s.as_of_date, s.platform_id, s.product_kind, s.bank_class, s.term, s.comparator,
  s.products, s.lines, s.lines_without_spread, s.mean_bp, s.median_bp, s.p10_bp, s.p90_bp,
  s.max_bp, b.balance_weighted_bp,
  CASE WHEN s.products > 0 THEN CAST(rounded(
    100 * coalesce(b.products_with_balance, 0)::DOUBLE / s.products) AS DECIMAL(9, 2)) END
    AS balance_covered_pct
FROM (
  SELECT o.as_of_date, p.platform_id, o.product_kind, c.bank_class, t.term, o.comparator,
    count(DISTINCT (o.platform_id, o.product_id)) FILTER (o.spread_bp IS NOT NULL) AS products,
    count(o.spread_bp) AS lines, count(*) - count(o.spread_bp) AS lines_without_spread,
    as_bp(sum(o.spread_bp)::DOUBLE / nullif(count(o.spread_bp), 0)) AS mean_bp,
    as_bp(quantile_cont(o.spread_bp::DOUBLE, 0.5)) AS median_bp,
    as_bp(quantile_cont(o.spread_bp::DOUBLE, 0.1)) AS p10_bp,
    as_bp(quantile_cont(o.spread_bp::DOUBLE, 0.9)) AS p90_bp, max(o.spread_bp) AS max_bp
  FROM offers o,
    LATERAL (SELECT unnest(platform_or_all(o.platform_id)) AS platform_id) p,
    LATERAL (SELECT unnest([o.bank_class, 'ALL']) AS bank_class) c,
    LATERAL (SELECT unnest([o.normal_term, 'ALL']) AS term) t
  GROUP BY ALL) s
LEFT JOIN summary_balances b USING (
  as_of_date, platform_id, product_kind, bank_class, term, comparator);
