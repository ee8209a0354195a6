-- What can be opened each day: who pays above the rule, what is the best, what it costs the bank.

-- A reason that only a comparator gives closes no line. An open line was seen that very day.
CREATE TABLE open_lines AS
SELECT o.*, s.file_sha256, s.file_line
FROM (
  SELECT as_of_date, platform_id, product_id, viewer, term, payout_cycle, rate_kind, min_amount,
    line_no, bank_id, product_kind, bank_class, normal_term, headline_rate_pct,
    bank_paid_rate_pct, aer_pct,
    max(comparator_rate_pct) FILTER (comparator = 'CEILING') AS ceiling_rate_pct,
    max(comparator_term) FILTER (comparator = 'CEILING') AS ceiling_term,
    max(term_match) FILTER (comparator = 'CEILING') AS term_match,
    max(bank_paid_spread_bp) FILTER (comparator = 'CEILING') AS above_bp,
    max(comparator_rate_pct) FILTER (comparator = 'OWN_POSTED') AS own_posted_rate_pct,
    max(comparator_rate_pct) FILTER (comparator = 'BIG_POSTED') AS big_posted_rate_pct,
    max(comparator_rate_pct) FILTER (comparator = 'JOINT_POSTED') AS joint_posted_rate_pct
  FROM priced
  WHERE reason IS NULL OR reason IN ('NO_COMPARATOR', 'NO_TERM_MATCH')
  GROUP BY ALL) o
JOIN sightings s ON s.scan_date = o.as_of_date AND s.platform_id = o.platform_id
  AND s.product_id = o.product_id AND s.viewer = o.viewer AND s.term = o.term
  AND s.payout_cycle = o.payout_cycle AND s.rate_kind = o.rate_kind
  AND s.min_amount = o.min_amount AND s.line_no = o.line_no;

CREATE TABLE ceiling_breaches AS
SELECT as_of_date, platform_id, product_id, viewer, term, payout_cycle, rate_kind, min_amount,
  line_no, bank_id, product_kind, bank_class, headline_rate_pct, bank_paid_rate_pct,
  ceiling_rate_pct, ceiling_term, term_match, above_bp,
  min(as_of_date) OVER line AS first_breach_on,
  CAST(count(*) OVER line AS INTEGER) AS breach_days, file_sha256, file_line
FROM open_lines
WHERE above_bp > 0
WINDOW line AS (PARTITION BY platform_id, product_id, viewer, term, payout_cycle, rate_kind,
  min_amount, line_no ORDER BY as_of_date);

CREATE TABLE best_offers AS
WITH ranked AS (
  SELECT *, rank() OVER (alike ORDER BY aer_pct DESC NULLS LAST) AS place,
    count(aer_pct) OVER alike AS offers,
    count(*) OVER (PARTITION BY as_of_date, product_kind, normal_term, aer_pct) AS equals,
    rank() OVER (on_shelf ORDER BY aer_pct DESC NULLS LAST) AS shelf_place,
    count(aer_pct) OVER on_shelf AS shelf_offers
  FROM open_lines
  WHERE viewer = 'NEW_BUYER' AND rate_kind IN ('HEADLINE', 'CYCLE')
  WINDOW alike AS (PARTITION BY as_of_date, product_kind, normal_term),
    on_shelf AS (PARTITION BY as_of_date, product_kind, normal_term, platform_id))
SELECT as_of_date, product_kind, platform_id, product_id, viewer, term, payout_cycle, rate_kind,
  min_amount, line_no, bank_id, bank_class, normal_term AS normalised_term, headline_rate_pct,
  aer_pct, CASE WHEN aer_pct IS NOT NULL THEN CAST(place AS INTEGER) END AS aer_rank,
  CAST(offers AS INTEGER) AS offers,
  -- Half of twice the lower ones, offers - (place - 1) - equals of them, and of the equal ones.
  CASE WHEN aer_pct IS NOT NULL
    THEN CAST(rounded(50 * (2 * (offers - place + 1) - equals)::DOUBLE / offers)
      AS DECIMAL(5, 2)) END AS percentile_pct,
  CASE WHEN aer_pct IS NOT NULL THEN CAST(shelf_place AS INTEGER) END AS shelf_rank,
  CAST(shelf_offers AS INTEGER) AS shelf_offers, file_sha256, file_line
FROM ranked;

CREATE TABLE fees_in_force AS
SELECT *, least(coalesce(effective_to, DATE '9999-12-30') + 1, coalesce(lead(effective_from) OVER (
  PARTITION BY platform_id, bank_id ORDER BY effective_from), DATE '9999-12-31')) AS until_day
FROM fees;

-- Of the fees in force, the one that names the platform goes before the one that names the bank.
CREATE TABLE fees_of_a_day AS
SELECT o.as_of_date, o.platform_id, o.bank_id, arg_min(f.fee_pct,
  2 * CAST(f.platform_id IS NULL AS INTEGER) + CAST(f.bank_id IS NULL AS INTEGER)) AS fee_pct
FROM (SELECT DISTINCT as_of_date, platform_id, bank_id FROM open_lines) o
JOIN fees_in_force f ON coalesce(f.platform_id, o.platform_id) = o.platform_id
  AND coalesce(f.bank_id, o.bank_id) = o.bank_id
  AND o.as_of_date >= f.effective_from AND o.as_of_date < f.until_day
GROUP BY ALL;

CREATE TABLE bank_cost AS
SELECT as_of_date, platform_id, product_id, viewer, term, payout_cycle, rate_kind, min_amount,
  line_no, bank_id, product_kind, bank_class, headline_rate_pct, bank_paid_rate_pct,
  CAST(headline_rate_pct - bank_paid_rate_pct AS DECIMAL(9, 4)) AS subsidy_rate_pct,
  CAST(rounded(100 * bank_paid_rate_pct::DOUBLE / nullif(headline_rate_pct, 0)::DOUBLE)
    AS DECIMAL(5, 2)) AS bank_paid_share_pct,
  fee_pct, CAST(bank_paid_rate_pct + fee_pct AS DECIMAL(9, 4)) AS bank_cost_pct,
  own_posted_rate_pct, big_posted_rate_pct, joint_posted_rate_pct,
  CAST((bank_cost_pct - own_posted_rate_pct) * 100 AS DECIMAL(9, 2)) AS cost_over_own_posted_bp,
  CAST((bank_cost_pct - big_posted_rate_pct) * 100 AS DECIMAL(9, 2)) AS cost_over_big_posted_bp,
  CAST((bank_cost_pct - joint_posted_rate_pct) * 100 AS DECIMAL(9, 2))
    AS cost_over_joint_posted_bp,
  CASE WHEN fee_pct IS NULL THEN 'NO_FEE' END AS reason, file_sha256, file_line
FROM open_lines LEFT JOIN fees_of_a_day USING (as_of_date, platform_id, bank_id);
