-- What platform money costs by month, and how the market is built.

CREATE MACRO month_of(d) AS CAST(date_trunc('month', d) AS DATE);
CREATE MACRO pct_of(part, whole) AS rounded(100 * part::DOUBLE / nullif(whole, 0)::DOUBLE);
CREATE MACRO hhi(x) AS as_pct(sum(pow(x::DOUBLE, 2)) / nullif(pow(sum(x)::DOUBLE, 2), 0));

-- A product in a term on a day: the means of its lines (HEADLINE and CYCLE, as in all means), and
-- the balance of the latest snapshot.
CREATE MACRO line_mean(x) AS CAST(rounded(avg(x)) AS DECIMAL(18, 10));
CREATE TABLE cost_days AS
WITH means AS (
  SELECT b.as_of_date, b.bank_id, b.platform_id, b.product_id, t.normal_term,
    line_mean(b.headline_rate_pct) AS headline, line_mean(b.bank_paid_rate_pct) AS bank_paid,
    line_mean(b.subsidy_rate_pct) AS subsidy, line_mean(b.fee_pct) AS fee,
    line_mean(b.bank_cost_pct) AS bank_cost, line_mean(b.cost_over_own_posted_bp) AS over_own,
    line_mean(b.cost_over_big_posted_bp) AS over_big,
    line_mean(b.cost_over_joint_posted_bp) AS over_joint
  FROM bank_cost b JOIN terms t USING (term)
  WHERE b.rate_kind IN ('HEADLINE', 'CYCLE')
  GROUP BY ALL)
SELECT m.*, w.balance AS weight
FROM means m
LEFT JOIN balance_days w ON w.day = m.as_of_date AND w.platform_id = m.platform_id
  AND w.product_id = m.product_id AND w.normal_term = m.normal_term;

CREATE MACRO weighed(x, w) AS
  sum(x * w)::DOUBLE / nullif(sum(CASE WHEN x IS NOT NULL THEN w END), 0)::DOUBLE;
CREATE TABLE bank_cost_monthly AS
SELECT month_of(d.as_of_date) AS "month", d.bank_id, p.platform_id, count(*) AS product_days,
  count(d.weight) AS weighed_product_days,
  as_pct(weighed(d.headline, d.weight)) AS headline_rate_pct,
  as_pct(weighed(d.bank_paid, d.weight)) AS bank_paid_rate_pct,
  as_pct(weighed(d.subsidy, d.weight)) AS subsidy_rate_pct,
  CAST(pct_of(weighed(d.bank_paid, d.weight), weighed(d.headline, d.weight)) AS DECIMAL(5, 2))
    AS bank_paid_share_pct,
  as_pct(weighed(d.fee, d.weight)) AS fee_pct,
  as_pct(weighed(d.bank_cost, d.weight)) AS bank_cost_pct,
  as_bp(weighed(d.over_own, d.weight)) AS cost_over_own_posted_bp,
  as_bp(weighed(d.over_big, d.weight)) AS cost_over_big_posted_bp,
  as_bp(weighed(d.over_joint, d.weight)) AS cost_over_joint_posted_bp,
  CASE WHEN weighed_product_days = 0 THEN 'NO_BALANCE' END AS reason
FROM cost_days d, LATERAL (SELECT unnest(platform_or_all(d.platform_id)) AS platform_id) p
GROUP BY ALL;

CREATE TABLE on_offer AS
SELECT o.as_of_date, p.platform_id, o.platform_id AS shelf, o.product_id, o.bank_id,
  bool_or(o.normalised_term = 'P5Y') AS five_year,
  bool_or(o.payout_cycle NOT IN ('AT_MATURITY', 'AT_WITHDRAWAL', 'UNKNOWN')) AS periodic,
  bool_or(o.min_amount > 0) AS minimum_shown,
  bool_or(o.min_amount > 0 AND o.min_amount <= 50) AS from_50
FROM best_offers o, LATERAL (SELECT unnest(platform_or_all(o.platform_id)) AS platform_id) p
WHERE o.product_kind = 'TIME_DEPOSIT'
GROUP BY ALL;

CREATE TABLE measured AS
WITH stock AS (
  SELECT as_of_date, platform_id, count(DISTINCT (shelf, product_id)) AS products,
    count(DISTINCT bank_id) AS banks,
    count(DISTINCT (shelf, product_id)) FILTER (five_year) AS five_year,
    count(DISTINCT (shelf, product_id)) FILTER (periodic) AS periodic,
    count(DISTINCT (shelf, product_id)) FILTER (minimum_shown) AS minimum_shown,
    count(DISTINCT (shelf, product_id)) FILTER (from_50) AS from_50
  FROM on_offer GROUP BY ALL),
of_products AS (
  SELECT as_of_date, platform_id, products,
    unnest(['PRODUCTS', 'BANKS', 'FIVE_YEAR_PCT', 'PERIODIC_PCT', 'FROM_50_PCT']) AS measure,
    unnest([rounded(products), rounded(banks), pct_of(five_year, products),
      pct_of(periodic, products), pct_of(from_50, minimum_shown)]) AS value
  FROM stock
  UNION ALL
  SELECT c.as_of_date, c.platform_id, s.products, 'BANK_HHI_PRODUCTS', hhi(c.products)
  FROM (
    SELECT as_of_date, platform_id, bank_id, count(DISTINCT (shelf, product_id)) AS products
    FROM on_offer GROUP BY ALL) c
  JOIN stock s USING (as_of_date, platform_id)
  GROUP BY ALL
  UNION ALL
  SELECT c.as_of_date, 'ALL', s.products, 'PLATFORM_HHI_PRODUCTS', hhi(c.products)
  FROM (
    SELECT as_of_date, shelf, count(DISTINCT product_id) AS products
    FROM on_offer WHERE platform_id = 'ALL' GROUP BY ALL) c
  JOIN stock s ON s.as_of_date = c.as_of_date AND s.platform_id = 'ALL'
  GROUP BY ALL)
SELECT as_of_date, measure, platform_id, CAST(value AS DECIMAL(24, 4)) AS value,
  CAST(products AS INTEGER) AS products
FROM of_products WHERE value IS NOT NULL;

-- Balances of the snapshot days, as they are told.
CREATE VIEW platform_stakes AS
SELECT {'as_of': u.as_of, 'platform_id': p.platform_id} AS cell, u.user_id, u.told
FROM told_rates u, LATERAL (SELECT unnest(platform_or_all(u.platform_id)) AS platform_id) p;

CREATE VIEW platform_bank_stakes AS
SELECT {'as_of': u.as_of, 'platform_id': p.platform_id, 'bank_id': u.bank_id} AS cell,
  u.user_id, u.told
FROM told_rates u, LATERAL (SELECT unnest(platform_or_all(u.platform_id)) AS platform_id) p;

CREATE TABLE platform_balances AS
SELECT unnest(cell), balance FROM told_cells('platform_stakes');

INSERT INTO measured
SELECT *, NULL
FROM (
  SELECT as_of, 'PLATFORM_BALANCE', platform_id, CAST(balance AS DECIMAL(24, 4)) AS value
  FROM platform_balances
  UNION ALL
  SELECT cell.as_of, 'BANK_HHI_BALANCE', cell.platform_id, hhi(balance)
  FROM told_cells('platform_bank_stakes') GROUP BY ALL
  UNION ALL
  SELECT as_of, 'PLATFORM_HHI_BALANCE', 'ALL', hhi(balance)
  FROM platform_balances
  WHERE platform_id <> 'ALL' AND platform_id IS DISTINCT FROM setting('own_channel')
  GROUP BY ALL)
WHERE value IS NOT NULL;

CREATE TABLE market_structure AS
SELECT as_of_date, measure, platform_id, m.value, m.products, p.published
FROM measured m
FULL JOIN (
  SELECT as_of AS as_of_date, measure, platform_id,
    list({'value': value, 'unit': unit, 'scope': scope, 'source': source, 'note': note}
      ORDER BY scope NULLS FIRST, source, value) AS published
  FROM published_figures
  WHERE as_of BETWEEN (SELECT min(day) FROM days) AND (SELECT day FROM last_day)
  GROUP BY ALL) p USING (as_of_date, measure, platform_id);
