-- Every line against every comparator, every day.

-- AER in percent: paid once at the end of a term, or again and again each cycle.
CREATE MACRO aer_at_end(rate, months, days) AS CASE
  WHEN months > 0 THEN
    as_pct((pow(1 + rate::DOUBLE / 100 * (months / 12), 1 / (months / 12)) - 1) * 100)
  WHEN days > 0 THEN
    as_pct((pow(1 + rate::DOUBLE / 100 * (days / 365), 1 / (days / 365)) - 1) * 100) END;
CREATE MACRO aer_by_cycle(rate, months, days) AS CASE
  WHEN months > 0 THEN
    as_pct((pow(1 + rate::DOUBLE / 100 / (12 / months), 12 / months) - 1) * 100)
  WHEN days > 0 THEN
    as_pct((pow(1 + rate::DOUBLE / 100 / (365 / days), 365 / days) - 1) * 100) END;

-- A cycle that outlasts the term pays once, at its end.
CREATE MACRO twelfths(t) AS coalesce(term_months(t) * 365, term_days(t) * 12);
CREATE MACRO paid_at_end(term, payout) AS
  payout = 'AT_MATURITY' OR coalesce(twelfths(payout) > twelfths(term), false);

CREATE TABLE sight_lines AS
SELECT s.platform_id, i.latest_id, s.viewer, s.scan_date, s.term, s.payout_cycle, s.rate_kind,
  s.min_amount, s.line_no, s.bank_id, s.product_kind, s.bank_class, s.action, s.normal_term,
  s.base_rate_pct + coalesce(s.bonus_rate_pct, 0) + coalesce(s.subsidy_rate_pct, 0) AS headline,
  s.base_rate_pct + coalesce(s.bonus_rate_pct, 0) AS bank_paid,
  CASE WHEN paid_at_end(s.term, s.payout_cycle) THEN aer_at_end(headline, t.months, t.days)
    ELSE aer_by_cycle(headline, p.months, p.days) END AS aer
FROM sightings s
JOIN ids i ON i.platform_id = s.platform_id AND i.product_id = s.product_id
  AND s.scan_date >= i.from_day AND s.scan_date < i.until_day
JOIN terms t ON t.term = s.term
JOIN terms p ON p.term = s.payout_cycle;

-- Posted rates: rows of their own, or the traditional banks' lines in the listings.
CREATE TABLE posted AS
SELECT *, coalesce(lead(effective_from) OVER (
  PARTITION BY bank_id, product_kind, term ORDER BY effective_from), DATE '9999-12-31') AS until_day
FROM (
  SELECT bank_id, product_kind, term, effective_from, effective_to, rate_pct FROM bank_rates
  WHERE setting('posted_rates') = 'bank_rates'
  UNION ALL
  SELECT bank_id, product_kind, canonical_term, scan_date, NULL,
    arg_min(rate, [min_amount, CAST(NOT paid_at_end(term, payout_cycle) AS INTEGER), -rate])
  FROM (
    SELECT *, base_rate_pct + coalesce(bonus_rate_pct, 0) + coalesce(subsidy_rate_pct, 0) AS rate
    FROM sightings
    WHERE viewer = 'NEW_BUYER' AND rate_kind IN ('HEADLINE', 'CYCLE')
      AND setting('posted_rates') = 'listings')
  WHERE rate IS NOT NULL
  GROUP BY ALL);

CREATE TABLE benchmarks AS
SELECT *, least(coalesce(effective_to, DATE '9999-12-30') + 1, coalesce(lead(effective_from) OVER (
  PARTITION BY product_kind, term ORDER BY effective_from), DATE '9999-12-31')) AS until_day
FROM benchmark_rates;

CREATE TABLE ceilings_in_force AS
SELECT *, least(coalesce(effective_to, DATE '9999-12-30') + 1, coalesce(lead(effective_from) OVER (
  PARTITION BY bank_class, product_kind, term ORDER BY effective_from), DATE '9999-12-31'))
  AS until_day
FROM ceilings;

-- One rate a comparator, owner (the bank or class it is of), kind, term and day.
CREATE TABLE quotes AS
SELECT c.comparator, '' AS owner, b.product_kind AS kind, b.term, d.day, b.rate_pct AS rate,
  CAST(NULL AS BIGINT) AS banks, CAST(NULL AS DATE) AS confirmed_to,
  CAST(NULL AS DECIMAL(9, 4)) AS median_aer
FROM comparators c, benchmarks b JOIN days d ON d.day >= b.effective_from AND d.day < b.until_day
WHERE c.comparator = 'BENCHMARK' AND NOT c.termless
UNION ALL
SELECT c.comparator, '', 'TERMLESS', 'DEMAND', d.day, arg_max(b.rate_pct, b.effective_from), NULL,
  NULL, NULL
FROM comparators c, benchmarks b JOIN days d ON d.day >= b.effective_from AND d.day < b.until_day
WHERE c.comparator = 'BENCHMARK' AND c.termless
GROUP BY ALL
UNION ALL
SELECT c.comparator, e.bank_class, e.product_kind, e.term, d.day, e.rate_pct, NULL, NULL, NULL
FROM comparators c, ceilings_in_force e
JOIN days d ON d.day >= e.effective_from AND d.day < e.until_day
WHERE c.comparator = 'CEILING'
UNION ALL
SELECT c.comparator, p.bank_id, p.product_kind, p.term, d.day, p.rate_pct, NULL, p.effective_to,
  NULL
FROM comparators c, posted p JOIN days d ON d.day >= p.effective_from AND d.day < p.until_day
WHERE c.comparator = 'OWN_POSTED'
UNION ALL
SELECT c.comparator, '', p.product_kind, p.term, d.day,
  as_pct(sum(p.rate_pct)::DOUBLE / count(*)), count(*),
  CASE WHEN count(p.effective_to) = count(*) THEN min(p.effective_to) END, NULL
FROM comparators c
JOIN banks b ON list_contains(c.classes, b.bank_class)
JOIN posted p ON p.bank_id = b.bank_id
JOIN days d ON d.day >= p.effective_from AND d.day < p.until_day
GROUP BY ALL
HAVING count(*) >= CAST(setting('least_class_banks') AS INTEGER)
UNION ALL
SELECT c.comparator, '', m.product_kind, m.term, m.day, as_pct(median(m.rate::DOUBLE)), count(*),
  NULL, CASE WHEN count(m.aer) >= CAST(setting('least_median_products') AS INTEGER)
    THEN as_pct(median(m.aer::DOUBLE)) END
FROM comparators c, (
  SELECT scan_date AS day, platform_id, latest_id, product_kind,
    CASE product_kind WHEN 'DEMAND_DEPOSIT' THEN 'DEMAND' ELSE normal_term END AS term,
    max(headline) AS rate, max(aer) AS aer
  FROM sight_lines
  WHERE viewer = 'NEW_BUYER' AND action = 'BUY' AND rate_kind IN ('HEADLINE', 'CYCLE')
    AND headline IS NOT NULL
  GROUP BY ALL) m
WHERE c.comparator = 'MARKET_MEDIAN'
GROUP BY ALL
HAVING count(*) >= CAST(setting('least_median_products') AS INTEGER);

-- A listing of time asks only for time: neither DEMAND nor UNKNOWN is a term of it.
DELETE FROM quotes
WHERE kind NOT IN ('DEMAND_DEPOSIT', 'TERMLESS') AND term IN ('DEMAND', 'UNKNOWN');
DELETE FROM quotes WHERE kind = 'DEMAND_DEPOSIT' AND term <> 'DEMAND';

CREATE TABLE quotes_of_a_day AS
SELECT q.*, t.length, CASE WHEN q.comparator = 'MARKET_MEDIAN' THEN median_aer
  WHEN q.kind NOT IN ('DEMAND_DEPOSIT', 'TERMLESS')
    THEN aer_at_end(rate, term_months(q.term), term_days(q.term)) END AS quoted_aer
FROM quotes q
LEFT JOIN (
  SELECT DISTINCT term, coalesce(term_months(term) * 365 / 12, term_days(term)) AS length
  FROM quotes) t USING (term);

CREATE TABLE shelf_lines AS
SELECT s.day, s.platform_id, s.latest_id, s.product_id, v.viewer, v.sees,
  l.* EXCLUDE (platform_id, latest_id, viewer, scan_date)
FROM states s
JOIN seen v ON v.platform_id = s.platform_id AND v.latest_id = s.latest_id AND v.day = s.day
JOIN sight_lines l ON l.platform_id = v.platform_id AND l.latest_id = v.latest_id
  AND l.viewer = v.viewer AND l.scan_date = v.last_sight
WHERE s.state <> 'CLOSED';

CREATE TABLE line_questions AS
SELECT l.*, c.comparator,
  CASE c.comparator WHEN 'OWN_POSTED' THEN l.bank_id WHEN 'CEILING' THEN l.bank_class
    ELSE '' END AS owner,
  CASE WHEN l.product_kind NOT IN ('TIME_DEPOSIT', 'SMART_DEPOSIT', 'DEMAND_DEPOSIT') THEN NULL
    WHEN c.termless THEN 'TERMLESS'
    WHEN c.comparator = 'MARKET_MEDIAN' THEN l.product_kind
    WHEN l.product_kind = 'DEMAND_DEPOSIT' THEN 'DEMAND_DEPOSIT'
    ELSE 'TIME_DEPOSIT' END AS asked_kind,
  CASE WHEN l.product_kind = 'DEMAND_DEPOSIT' THEN 'DEMAND' ELSE l.term END AS asked_term
FROM shelf_lines l CROSS JOIN comparators c;

-- The same question is asked by many lines; it is answered once.
CREATE TABLE matched AS
SELECT a.comparator, a.owner, a.asked_kind, a.asked_term, a.day, q.term AS comparator_term, q.rate,
  q.banks, q.confirmed_to, q.quoted_aer,
  CASE WHEN a.asked_kind = 'TERMLESS' THEN 'TERMLESS' WHEN q.term = a.canonical_term THEN 'EXACT'
    WHEN q.term = a.normal_term THEN 'NORMALISED' ELSE 'SHORTER_TERM' END AS term_match
FROM (
  SELECT DISTINCT k.comparator, k.owner, k.asked_kind, k.asked_term, k.day,
    coalesce(t.canonical_term, k.asked_term) AS canonical_term,
    coalesce(t.normal_term, k.asked_term) AS normal_term, t.length
  FROM line_questions k LEFT JOIN terms t ON t.term = k.asked_term) a
JOIN quotes_of_a_day q ON q.comparator = a.comparator AND q.owner = a.owner
  AND q.kind = a.asked_kind AND q.day = a.day
WHERE a.asked_kind = 'TERMLESS' OR q.term IN (a.canonical_term, a.normal_term)
  OR (q.length < a.length AND a.comparator NOT IN ('CEILING', 'MARKET_MEDIAN'))
QUALIFY row_number() OVER (
  PARTITION BY a.comparator, a.owner, a.asked_kind, a.asked_term, a.day
  ORDER BY q.term <> a.canonical_term, q.term <> a.normal_term, q.length DESC) = 1;

CREATE TABLE spreads AS
SELECT k.*, x.comparator_term, x.rate, x.banks, x.confirmed_to, x.quoted_aer, x.term_match,
  CASE WHEN k.sees = 'UNKNOWN' THEN 'NO_SCAN'
    WHEN k.viewer = 'NEW_BUYER' AND k.sees = 'ABSENT' THEN 'HOLDERS_ONLY'
    WHEN k.sees = 'ABSENT' OR NOT (k.action = 'BUY'
      OR (k.viewer = 'HOLDER' AND k.action = 'TOP_UP')) THEN 'NOT_ON_SALE'
    WHEN k.headline IS NULL THEN 'RATE_MISSING'
    WHEN o.day IS NULL THEN 'NO_COMPARATOR'
    WHEN x.day IS NULL THEN 'NO_TERM_MATCH' END AS reason
FROM line_questions k
LEFT JOIN (SELECT DISTINCT comparator, owner, kind, day FROM quotes) o
  ON o.comparator = k.comparator AND o.owner = k.owner AND o.kind = k.asked_kind AND o.day = k.day
LEFT JOIN matched x ON x.comparator = k.comparator AND x.owner = k.owner
  AND x.asked_kind = k.asked_kind AND x.asked_term = k.asked_term AND x.day = k.day;
DROP TABLE line_questions;

CREATE TABLE priced AS
SELECT day AS as_of_date, platform_id, product_id, viewer, term, payout_cycle, rate_kind,
  min_amount, line_no, comparator, bank_id, product_kind, bank_class,
  CAST(headline AS DECIMAL(9, 4)) AS headline_rate_pct,
  CAST(bank_paid AS DECIMAL(9, 4)) AS bank_paid_rate_pct, aer AS aer_pct,
  CASE WHEN reason IS NULL THEN CAST(rate AS DECIMAL(9, 4)) END AS comparator_rate_pct,
  CASE WHEN reason IS NULL THEN comparator_term END AS comparator_term,
  CASE WHEN reason IS NULL THEN CAST(banks AS INTEGER) END AS comparator_banks,
  CASE WHEN reason IS NULL THEN confirmed_to END AS comparator_confirmed_to,
  CASE WHEN reason IS NULL THEN term_match END AS term_match,
  CASE WHEN reason IS NULL THEN CAST((headline - rate) * 100 AS DECIMAL(9, 2)) END AS spread_bp,
  CASE WHEN reason IS NULL THEN CAST((bank_paid - rate) * 100 AS DECIMAL(9, 2)) END
    AS bank_paid_spread_bp,
  CASE WHEN reason IS NULL THEN CAST((aer - quoted_aer) * 100 AS DECIMAL(9, 2)) END
    AS aer_spread_bp,
  reason, latest_id, normal_term
FROM spreads;
DROP TABLE spreads;

CREATE VIEW rate_spreads AS SELECT * EXCLUDE (latest_id, normal_term) FROM priced;
