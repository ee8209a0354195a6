-- Every cell that the tables of holders are made of, as an analyst would have it from the files of a
-- market that `simulate --users` wrote: read_csv, then group by. `make bench` times it.
--
-- It may do less than Rateshelf and never more: a file has no revision, one hash for two of an HMAC, a
-- renewed product keeps its id, terms stand as written, cells are not yet told or suppressed. Balances
-- are DECIMAL(18, 2): with DECIMAL(20, 2) DuckDB 1.5 took 1.7 times the CPU for all of it.

-- Contracts: typed, of known platforms, banks and provinces, once a snapshot.
CREATE TABLE banks AS
SELECT bank_id, bank_class, home_province, lower(replace(name, ' ', '')) AS bank
FROM read_csv(getvariable('market') || '/reference/banks.csv', all_varchar = true);

CREATE TABLE platforms AS
SELECT platform_id FROM read_csv(getvariable('market') || '/reference/platforms.csv', all_varchar = true)
UNION SELECT 'OWN_APP';

CREATE TABLE provinces AS
SELECT province FROM read_csv(getvariable('market') || '/reference/provinces.csv', all_varchar = true);

CREATE MACRO hashed(user_id) AS sha256('rateshelf demo key, no secret' || user_id);

CREATE TABLE user_rates AS
SELECT TRY_CAST(as_of AS DATE) AS as_of, hashed(user_id) AS user_id, platform_id, product_id,
  contract_id, bank_id, bank_class, bank, province, home_province, term,
  TRY_CAST(opened_on AS DATE) AS opened_on, TRY_CAST(matures_on AS DATE) AS matures_on,
  TRY_CAST(balance AS DECIMAL(18, 2)) AS balance,
  TRY_CAST(contract_rate_pct AS DECIMAL(9, 4)) AS rate
FROM read_csv(getvariable('market') || '/landing/user_rates/*', all_varchar = true, quote = '"')
JOIN banks USING (bank_id)
JOIN platforms USING (platform_id)
WHERE TRY_CAST(as_of AS DATE) IS NOT NULL AND user_id IS NOT NULL AND contract_id IS NOT NULL
  AND TRY_CAST(balance AS DECIMAL(18, 2)) >= 0
  AND coalesce(TRY_CAST(matures_on AS DATE) >= TRY_CAST(opened_on AS DATE), true)
  AND (province IS NULL OR province IN (FROM provinces));

DELETE FROM user_rates WHERE (as_of, platform_id, contract_id) IN (
  SELECT (as_of, platform_id, contract_id) FROM user_rates GROUP BY ALL HAVING count(*) > 1);

-- A balance is told as the rung below or above it, as the contract's draw has it.
CREATE TABLE told_rates AS
SELECT *,
  CASE WHEN draw * (above - below) < (balance - below) * 4294967296.0 THEN above ELSE below END
    AS told
FROM (
  SELECT *, ('0x' || sha256(user_id || '/' || contract_id)[:8])::BIGINT AS draw,
    CASE WHEN balance < 1 THEN 0 WHEN balance < 3 * power THEN power ELSE 3 * power END AS below,
    CASE WHEN balance < 1 THEN 1 WHEN balance < 3 * power THEN 3 * power ELSE 10 * power END AS above
  FROM (SELECT *, pow(10, floor(log10(greatest(balance, 1))))::BIGINT AS power FROM user_rates));

CREATE VIEW contracts AS FROM told_rates WHERE platform_id <> 'OWN_APP';

-- The cells of one snapshot.
CREATE MACRO squares(told) AS sum(told::DOUBLE * told::DOUBLE);

CREATE TABLE product_balances AS
SELECT as_of, platform_id, product_id, term, count(DISTINCT user_id) AS holders, sum(told) AS balance
FROM contracts GROUP BY ALL;

CREATE TABLE structure_platforms AS
SELECT as_of, platform_id, count(DISTINCT user_id) AS holders, sum(told) AS balance
FROM told_rates GROUP BY ALL;

CREATE TABLE structure_market AS
SELECT as_of, count(DISTINCT user_id) AS holders, sum(told) AS balance FROM contracts GROUP BY ALL;

CREATE TABLE structure_banks AS
SELECT as_of, platform_id, bank_id, count(DISTINCT user_id) AS holders, sum(told) AS balance
FROM told_rates GROUP BY ALL;

CREATE TABLE bank_wholes AS
SELECT as_of, bank_id, count(DISTINCT user_id) AS holders, sum(told) AS balance,
  squares(told) AS squares
FROM contracts GROUP BY ALL;

CREATE TABLE bank_platforms AS
SELECT as_of, bank_id, platform_id, count(DISTINCT user_id) AS holders, sum(told) AS balance
FROM contracts GROUP BY ALL;

CREATE TABLE bank_months AS
SELECT as_of, bank_id, date_trunc('month', matures_on) AS month, count(DISTINCT user_id) AS holders,
  sum(told) AS balance, squares(told) AS squares
FROM contracts WHERE matures_on > as_of GROUP BY ALL;

CREATE TABLE bank_placed AS
SELECT as_of, bank_id, province IS DISTINCT FROM home_province AS outside,
  count(DISTINCT user_id) AS holders, sum(told) AS balance, squares(told) AS squares
FROM contracts WHERE province IS NOT NULL
GROUP BY GROUPING SETS ((as_of, bank_id), (as_of, bank_id, outside));

CREATE TABLE bank_provinces AS
SELECT as_of, bank_id, province, count(DISTINCT user_id) AS holders, sum(told) AS balance
FROM contracts WHERE province IS NOT NULL GROUP BY ALL;

-- Two snapshots of a platform that are compared: each with the one before, and since an event.
CREATE TABLE covered AS
SELECT platform_id, as_of, lead(as_of) OVER (PARTITION BY platform_id ORDER BY as_of) AS next_day
FROM (SELECT DISTINCT platform_id, as_of FROM contracts);

CREATE TABLE last_pairs AS
SELECT d.as_of, c.platform_id, max(c.as_of) AS base
FROM (SELECT DISTINCT as_of FROM covered) d JOIN covered c ON c.as_of < d.as_of
GROUP BY ALL;

-- market.yml has windows for E001.
CREATE TABLE event_pairs AS
SELECT d.as_of, c.platform_id, max(c.as_of) AS base
FROM read_csv(getvariable('market') || '/reference/events.csv', all_varchar = true) e
JOIN (SELECT DISTINCT as_of FROM covered) d ON d.as_of >= e.date_from::DATE
JOIN covered c ON c.as_of < e.date_from::DATE
WHERE e.event_id = 'E001'
GROUP BY ALL;

CREATE TABLE compared AS
SELECT p.base, p.as_of, b.* EXCLUDE (as_of), c.as_of IS NOT NULL AS covered,
  a.contract_id IS NOT NULL AS held, a.balance AS balance_after, a.told AS told_after,
  a.rate AS rate_after
FROM (FROM last_pairs UNION FROM event_pairs) p
JOIN contracts b ON b.platform_id = p.platform_id AND b.as_of = p.base
LEFT JOIN covered c ON c.platform_id = p.platform_id AND c.as_of = p.as_of
LEFT JOIN contracts a ON a.platform_id = b.platform_id AND a.contract_id = b.contract_id
  AND a.as_of = p.as_of;

-- What became of those that are gone, from when they were last seen.
CREATE TABLE departed AS
SELECT g.*, matures_on <= next_day AS matured,
  CASE WHEN matured THEN matures_on ELSE last_seen END AS first_day,
  CASE WHEN matured THEN matures_on ELSE next_day END AS last_day
FROM (
  SELECT g.base, g.as_of, g.platform_id, g.contract_id, g.user_id, g.product_id, g.bank,
    max(l.as_of) AS last_seen, arg_max(l.matures_on, l.as_of) AS matures_on
  FROM compared g
  JOIN contracts l ON l.platform_id = g.platform_id AND l.contract_id = g.contract_id
    AND l.as_of < g.as_of
  WHERE g.covered AND NOT g.held
  GROUP BY ALL) g
JOIN covered c ON c.platform_id = g.platform_id AND c.as_of = g.last_seen;

CREATE TABLE renewed AS
SELECT DISTINCT d.base, d.as_of, d.platform_id, d.contract_id
FROM departed d
JOIN contracts n ON n.platform_id = d.platform_id AND n.user_id = d.user_id
  AND n.product_id = d.product_id AND n.as_of > d.base AND n.as_of <= d.as_of
  AND n.opened_on BETWEEN d.first_day AND d.first_day + 7
ANTI JOIN contracts o ON o.platform_id = d.platform_id AND o.as_of = d.base
  AND o.contract_id = n.contract_id
WHERE d.matured;

CREATE TABLE moved AS
SELECT DISTINCT d.base, d.as_of, d.platform_id, d.contract_id
FROM departed d
JOIN told_rates n ON n.platform_id = 'OWN_APP' AND n.user_id = d.user_id AND n.bank = d.bank
  AND n.as_of > d.base AND n.as_of <= d.as_of
  AND n.opened_on BETWEEN d.first_day AND d.last_day + 31;

CREATE TABLE fates AS
SELECT c.*,
  CASE WHEN NOT c.covered THEN 'UNKNOWN'
    WHEN c.balance_after > c.balance THEN 'TOPPED_UP'
    WHEN c.held AND (c.rate IS NULL OR c.rate_after IS NULL) THEN 'UNKNOWN'
    WHEN c.held AND c.rate <> c.rate_after THEN 'RATE_CHANGED'
    WHEN c.held THEN 'RATE_KEPT'
    WHEN r.contract_id IS NOT NULL THEN 'RENEWED'
    WHEN m.contract_id IS NOT NULL THEN 'MOVED'
    WHEN d.matured THEN 'MATURED_LEFT'
    ELSE 'REDEEMED_EARLY' END AS outcome
FROM compared c
LEFT JOIN departed d USING (base, as_of, platform_id, contract_id)
LEFT JOIN renewed r USING (base, as_of, platform_id, contract_id)
LEFT JOIN moved m USING (base, as_of, platform_id, contract_id);

-- The cells of two snapshots; NULL is ALL.
CREATE TABLE holder_effects AS
SELECT f.as_of, f.platform_id, f.bank_class, f.outcome,
  count(DISTINCT f.user_id) AS holders, count(*) AS contracts,
  sum(f.told) AS balance, squares(f.told) AS squares,
  count(DISTINCT f.user_id) FILTER (f.told > 0 AND f.rate IS NOT NULL) AS rated_holders,
  sum(f.told) FILTER (f.rate IS NOT NULL) AS rated, sum(f.told * f.rate) AS rates,
  count(DISTINCT f.user_id) FILTER (f.held) AS holders_after,
  sum(f.told_after) AS balance_after, squares(f.told_after) AS squares_after,
  count(DISTINCT f.user_id) FILTER (f.told_after > 0 AND f.rate_after IS NOT NULL)
    AS rated_holders_after,
  sum(f.told_after) FILTER (f.rate_after IS NOT NULL) AS rated_after,
  sum(f.told_after * f.rate_after) AS rates_after
FROM fates f JOIN event_pairs USING (as_of, platform_id, base)
GROUP BY f.as_of, CUBE (f.platform_id, f.bank_class, f.outcome);

CREATE TABLE migration AS
SELECT f.as_of, f.bank_class,
  CASE WHEN f.held THEN 'HELD' ELSE f.outcome END AS destination,
  count(DISTINCT f.user_id) AS holders, sum(f.told) AS balance, squares(f.told) AS squares
FROM fates f JOIN last_pairs USING (as_of, platform_id, base)
GROUP BY f.as_of, CUBE (f.bank_class, destination);
