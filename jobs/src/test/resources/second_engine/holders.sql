-- What became of holders and where they live, told so that no figure rests on fewer than k.

-- Days on which a platform shows its contracts, and the contracts; the own channel is no platform.
CREATE TABLE contracts AS
SELECT u.*, coalesce(b.bank_class, setting('unlisted_bank_class')) AS bank_class
FROM told_rates u LEFT JOIN banks b USING (bank_id)
WHERE u.platform_id IS DISTINCT FROM setting('own_channel');
CREATE TABLE covered AS SELECT DISTINCT platform_id, as_of FROM contracts;
CREATE TABLE snapshot_days AS SELECT DISTINCT as_of FROM covered;

-- The day that each platform is compared with.
CREATE TABLE event_bases AS
SELECT e.event_id, d.as_of, c.platform_id, max(c.as_of) AS base
FROM events e
SEMI JOIN windows w ON w.event_id = e.event_id
JOIN snapshot_days d ON d.as_of >= e.date_from
JOIN covered c ON c.as_of < e.date_from
GROUP BY ALL;

CREATE TABLE last_bases AS
SELECT d.as_of, c.platform_id, max(c.as_of) AS base
FROM snapshot_days d JOIN covered c ON c.as_of < d.as_of
GROUP BY ALL;

CREATE TABLE compared AS
SELECT b.*, c.as_of IS NOT NULL AS is_covered, a.contract_id IS NOT NULL AS is_held,
  a.balance AS balance_after, a.told AS told_after,
  a.contract_rate_pct AS rate_after
FROM (
  SELECT b.as_of AS base, p.as_of, b.* EXCLUDE (as_of)
  FROM (FROM last_bases UNION SELECT as_of, platform_id, base FROM event_bases) p
  JOIN contracts b ON b.platform_id = p.platform_id AND b.as_of = p.base) b
LEFT JOIN covered c ON c.platform_id = b.platform_id AND c.as_of = b.as_of
LEFT JOIN contracts a ON a.platform_id = b.platform_id AND a.contract_id = b.contract_id
  AND a.as_of = b.as_of;

-- A contract that is gone: its maturity as last seen, and the days on which it may have gone.
CREATE TABLE departed AS
SELECT g.*, coalesce(l.matures_on <= f.as_of, false) AS matured,
  CASE WHEN matured THEN l.matures_on ELSE l.as_of END AS first_day,
  CASE WHEN matured THEN l.matures_on ELSE f.as_of END AS last_day
FROM (
  SELECT base, as_of, platform_id, contract_id, user_id, product_id, bank_id
  FROM compared WHERE is_covered AND NOT is_held) g
ASOF JOIN contracts l ON l.platform_id = g.platform_id AND l.contract_id = g.contract_id
  AND l.as_of < g.as_of
ASOF JOIN covered f ON f.platform_id = g.platform_id AND f.as_of > l.as_of;

CREATE TABLE same_products AS
WITH known AS (
  SELECT DISTINCT platform_id, product_id AS latest_id, list_append(former_ids, product_id) AS ids
  FROM listing_spells)
SELECT DISTINCT platform_id, unnest(ids) AS product_id, ids FROM known;

CREATE TABLE renewed AS
SELECT DISTINCT d.base, d.as_of, d.platform_id, d.contract_id
FROM departed d
JOIN contracts n ON n.platform_id = d.platform_id AND n.user_id = d.user_id
  AND n.as_of > d.base AND n.as_of <= d.as_of
  AND n.opened_on BETWEEN d.first_day AND d.first_day + 7
ANTI JOIN contracts o ON o.platform_id = d.platform_id AND o.as_of = d.base
  AND o.contract_id = n.contract_id
WHERE d.matured AND (n.product_id = d.product_id OR EXISTS (
  FROM same_products s WHERE s.platform_id = d.platform_id AND s.product_id = d.product_id
    AND list_contains(s.ids, n.product_id)));

CREATE TABLE moved AS
SELECT DISTINCT d.base, d.as_of, d.platform_id, d.contract_id
FROM departed d
JOIN user_rates n ON n.platform_id = setting('own_channel') AND n.user_id = d.user_id
  AND n.as_of > d.base AND n.as_of <= d.as_of
  AND n.opened_on BETWEEN d.first_day AND d.last_day + 31
LEFT JOIN banks b ON b.bank_id = d.bank_id
LEFT JOIN banks o ON o.bank_id = n.bank_id
WHERE n.bank_id = d.bank_id
  OR regexp_replace(lower(o.name), '\s', '', 'g') = regexp_replace(lower(b.name), '\s', '', 'g');

CREATE TABLE fates AS
SELECT c.base, c.as_of, c.platform_id, c.contract_id, c.bank_class, c.user_id,
  c.told AS told_before, c.contract_rate_pct AS rate_before, c.told_after, c.rate_after, c.is_held,
  CASE WHEN NOT c.is_covered THEN 'UNKNOWN'
    WHEN c.balance_after > c.balance THEN 'TOPPED_UP'
    WHEN c.is_held AND (c.contract_rate_pct IS NULL OR c.rate_after IS NULL) THEN 'UNKNOWN'
    WHEN c.contract_rate_pct <> c.rate_after THEN 'RATE_CHANGED'
    WHEN c.is_held THEN 'RATE_KEPT'
    WHEN r.contract_id IS NOT NULL THEN 'RENEWED'
    WHEN m.contract_id IS NOT NULL THEN 'MOVED'
    WHEN d.matured THEN 'MATURED_LEFT'
    ELSE 'REDEEMED_EARLY' END AS outcome
FROM compared c
LEFT JOIN departed d USING (base, as_of, platform_id, contract_id)
LEFT JOIN renewed r USING (base, as_of, platform_id, contract_id)
LEFT JOIN moved m USING (base, as_of, platform_id, contract_id);

CREATE MACRO rated_holders(user_id, told, rate) AS
  count(DISTINCT CASE WHEN told > 0 AND rate IS NOT NULL THEN user_id END);
CREATE MACRO mean_rate(user_id, told, rate) AS
  CASE WHEN rated_holders(user_id, told, rate) >= least_holders()
    THEN as_pct(sum(told * rate)::DOUBLE
      / nullif(sum(CASE WHEN rate IS NOT NULL THEN told END), 0)::DOUBLE) END;

CREATE TABLE effect_cells AS
SELECT e.event_id, f.as_of, p.platform_id, c.bank_class, o.outcome,
  count(DISTINCT f.user_id) AS holders, count(*) AS contracts,
  sum(f.told_before) AS balance_before, error_of(squared(f.told_before)) AS balance_before_error,
  mean_rate(f.user_id, f.told_before, f.rate_before) AS rate_before_pct,
  count(DISTINCT f.user_id) FILTER (f.is_held) AS holders_after,
  sum(f.told_after) AS balance_after, error_of(squared(f.told_after)) AS balance_after_error,
  mean_rate(f.user_id, f.told_after, f.rate_after) AS rate_after_pct
FROM event_bases e
JOIN fates f ON f.platform_id = e.platform_id AND f.as_of = e.as_of AND f.base = e.base,
  LATERAL (SELECT unnest([f.platform_id, 'ALL']) AS platform_id) p,
  LATERAL (SELECT unnest([f.bank_class, 'ALL']) AS bank_class) c,
  LATERAL (SELECT unnest([f.outcome, 'ALL']) AS outcome) o
GROUP BY ALL;

CREATE TABLE holder_effects AS
WITH told AS (
  SELECT *, outcome <> 'UNKNOWN' AND holders_after >= least_holders() AS stays
  FROM effect_cells WHERE holders >= least_holders())
SELECT r.event_id, r.as_of, r.platform_id, r.bank_class, o.outcome,
  nearest(t.holders) AS holders, nearest(t.contracts) AS contracts,
  money(t.balance_before) AS balance_before, t.balance_before_error,
  CASE WHEN t.stays THEN money(t.balance_after) END AS balance_after,
  CASE WHEN t.stays THEN t.balance_after_error END AS balance_after_error,
  t.rate_before_pct, CASE WHEN t.stays THEN t.rate_after_pct END AS rate_after_pct,
  CASE WHEN t.holders IS NULL THEN 'SUPPRESSED' END AS reason
FROM (
  SELECT event_id, as_of, platform_id, bank_class FROM effect_cells WHERE outcome = 'ALL') r
CROSS JOIN (VALUES ('RATE_KEPT'), ('RATE_CHANGED'), ('TOPPED_UP'), ('RENEWED'), ('MOVED'),
  ('MATURED_LEFT'), ('REDEEMED_EARLY'), ('UNKNOWN'), ('ALL')) o(outcome)
LEFT JOIN told t ON t.event_id = r.event_id AND t.as_of = r.as_of
  AND t.platform_id = r.platform_id AND t.bank_class = r.bank_class AND t.outcome = o.outcome;

-- Where the money of the last snapshots has gone.
CREATE MACRO share_of(part, whole) AS
  CAST(rounded(part::DOUBLE / nullif(whole, 0)::DOUBLE) AS DECIMAL(5, 4));

CREATE TABLE migration AS
WITH gone AS (
  SELECT f.as_of, c.bank_class, f.user_id, f.told_before AS told,
    CASE WHEN f.is_held THEN 'held' WHEN f.outcome = 'MOVED' THEN 'own_app'
      ELSE lower(f.outcome) END AS destination
  FROM last_bases b
  JOIN fates f ON f.platform_id = b.platform_id AND f.as_of = b.as_of AND f.base = b.base,
    LATERAL (SELECT unnest([f.bank_class, 'ALL']) AS bank_class) c),
wholes AS (
  SELECT as_of, bank_class, count(DISTINCT user_id) AS holders FROM gone GROUP BY ALL),
destinations AS (
  SELECT as_of, bank_class, destination, sum(told) AS balance,
    squared(told) AS squares
  FROM gone GROUP BY ALL HAVING count(DISTINCT user_id) >= least_holders()),
sums AS (
  SELECT as_of, bank_class, sum(balance) AS balance, error_of(sum(squares)) AS balance_error,
    bool_or(destination = 'held') AS held_told,
    share_of(any_value(balance) FILTER (destination = 'renewed'), sum(balance)) AS renewed_share,
    share_of(any_value(balance) FILTER (destination = 'own_app'), sum(balance)) AS own_app_share,
    share_of(any_value(balance) FILTER (destination = 'matured_left'), sum(balance))
      AS matured_left_share,
    share_of(any_value(balance) FILTER (destination = 'redeemed_early'), sum(balance))
      AS redeemed_early_share,
    share_of(any_value(balance) FILTER (destination = 'unknown'), sum(balance)) AS unknown_share
  FROM destinations GROUP BY ALL HAVING sum(balance) > 0)
SELECT w.as_of, w.bank_class, CASE WHEN s.balance > 0 THEN nearest(w.holders) END AS holders,
  money(s.balance) AS balance, s.balance_error,
  CASE WHEN s.held_told THEN CAST(1 - coalesce(s.renewed_share, 0)
    - coalesce(s.own_app_share, 0) - coalesce(s.matured_left_share, 0)
    - coalesce(s.redeemed_early_share, 0) - coalesce(s.unknown_share, 0) AS DECIMAL(5, 4)) END
    AS held_share,
  s.renewed_share, s.own_app_share, s.matured_left_share, s.redeemed_early_share, s.unknown_share,
  CASE WHEN s.balance IS NULL THEN 'SUPPRESSED' END AS reason
FROM wholes w LEFT JOIN sums s USING (as_of, bank_class);

-- What each bank owes to platforms.
CREATE VIEW bank_stakes AS
SELECT {'as_of': as_of, 'bank_id': bank_id} AS cell, user_id, told FROM contracts;
CREATE VIEW bank_platform_stakes AS
SELECT {'as_of': as_of, 'bank_id': bank_id, 'platform_id': platform_id} AS cell, user_id, told
FROM contracts;
CREATE VIEW bank_month_stakes AS
SELECT {'as_of': as_of, 'bank_id': bank_id, 'month': month_of(matures_on)} AS cell, user_id, told
FROM contracts WHERE matures_on > as_of;

CREATE TABLE bank_days AS SELECT DISTINCT as_of, bank_id FROM contracts;

CREATE TABLE bank_dependence AS
WITH wholes AS (SELECT unnest(cell), * EXCLUDE (cell) FROM told_cells('bank_stakes')),
of_platforms AS (
  SELECT cell.as_of, cell.bank_id, count(*) AS platforms, hhi(balance) AS platform_hhi,
    first(cell.platform_id ORDER BY balance DESC, cell.platform_id) AS largest_platform_id,
    pct_of(max(balance), sum(balance)) AS largest_share
  FROM told_cells('bank_platform_stakes') GROUP BY ALL),
missing AS (
  SELECT b.as_of, c.bank_id, count(DISTINCT c.platform_id) AS platforms
  FROM last_bases b
  JOIN contracts c ON c.platform_id = b.platform_id AND c.as_of = b.base
  ANTI JOIN covered n ON n.platform_id = b.platform_id AND n.as_of = b.as_of
  GROUP BY ALL),
run_offs AS (
  SELECT cell.as_of, cell.bank_id, list({'month': cell.month, 'balance': balance,
    'balance_error': balance_error} ORDER BY cell.month) AS months
  FROM told_cells('bank_month_stakes') GROUP BY ALL)
SELECT d.as_of, d.bank_id, w.holders, w.balance, w.balance_error,
  CASE WHEN w.holders IS NOT NULL THEN CAST(coalesce(p.platforms, 0) AS INTEGER) END AS platforms,
  CAST(coalesce(m.platforms, 0) AS INTEGER) AS platforms_missing, b.total_deposits,
  CAST(pct_of(w.balance, b.total_deposits) AS DECIMAL(9, 4)) AS dependence_pct,
  p.platform_hhi, p.largest_platform_id,
  CAST(p.largest_share AS DECIMAL(5, 2)) AS largest_platform_share_pct, r.months AS run_off,
  CASE WHEN w.holders IS NULL THEN 'SUPPRESSED'
    WHEN coalesce(b.total_deposits, 0) = 0 THEN 'TOTAL_UNKNOWN' END AS reason
FROM bank_days d
LEFT JOIN banks b USING (bank_id)
LEFT JOIN wholes w USING (as_of, bank_id)
LEFT JOIN of_platforms p USING (as_of, bank_id)
LEFT JOIN missing m USING (as_of, bank_id)
LEFT JOIN run_offs r USING (as_of, bank_id);

-- Where the holders of a bank live.
CREATE VIEW placed_stakes AS
SELECT {'as_of': as_of, 'bank_id': bank_id} AS cell, user_id, told
FROM contracts WHERE province IS NOT NULL;
CREATE VIEW outside_stakes AS
SELECT {'as_of': c.as_of, 'bank_id': c.bank_id} AS cell, c.user_id, c.told
FROM contracts c JOIN banks b USING (bank_id) WHERE c.province <> b.home_province;
CREATE VIEW province_stakes AS
SELECT {'as_of': as_of, 'bank_id': bank_id, 'province': province} AS cell, user_id, told
FROM contracts WHERE province IS NOT NULL;

CREATE MACRO half_sine_squared(a, b) AS pow(sin(radians(b - a) / 2), 2);
CREATE MACRO km_between(a, b) AS 2 * 6371 * asin(sqrt(
  half_sine_squared(a.latitude_deg, b.latitude_deg)
  + cos(radians(a.latitude_deg)) * cos(radians(b.latitude_deg))
    * half_sine_squared(a.longitude_deg, b.longitude_deg)));
CREATE MACRO outside_pct(part, whole) AS CAST(pct_of(part, whole) AS DECIMAL(5, 2));

CREATE TABLE geographic_reach AS
WITH wholes AS (SELECT unnest(cell), * EXCLUDE (cell) FROM told_cells('placed_stakes')),
outsides AS (SELECT unnest(cell), * EXCLUDE (cell) FROM told_cells('outside_stakes')),
homes AS (
  SELECT b.bank_id, p AS place FROM banks b JOIN provinces p ON p.province = b.home_province),
of_provinces AS (
  SELECT c.cell.as_of, c.cell.bank_id, count(*) AS provinces,
    sum(c.holders * km_between(h.place, p))
      / nullif(sum(CASE WHEN p.province IS NOT NULL THEN c.holders END), 0) AS km
  FROM told_cells('province_stakes') c
  LEFT JOIN homes h ON h.bank_id = c.cell.bank_id
  LEFT JOIN provinces p ON p.province = c.cell.province
  GROUP BY ALL)
SELECT d.as_of, d.bank_id, b.home_province, w.holders, w.balance, w.balance_error,
  outside_pct(o.holders, w.holders) AS holders_outside_pct,
  outside_pct(o.balance, w.balance) AS balance_outside_pct,
  CASE WHEN w.holders IS NOT NULL THEN CAST(coalesce(p.provinces, 0) AS INTEGER) END AS provinces,
  CAST(rounded(p.km) AS INTEGER) AS mean_distance_km,
  CASE WHEN w.holders IS NULL THEN 'SUPPRESSED'
    WHEN b.home_province IS NULL THEN 'HOME_UNKNOWN'
    WHEN o.holders IS NULL THEN 'OUTSIDE_SUPPRESSED' END AS reason
FROM bank_days d
LEFT JOIN banks b USING (bank_id)
LEFT JOIN wholes w USING (as_of, bank_id)
LEFT JOIN outsides o USING (as_of, bank_id)
LEFT JOIN of_provinces p USING (as_of, bank_id);
