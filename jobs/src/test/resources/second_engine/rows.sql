-- Judged rows: silver tables and quarantine. Each source is first read, value by value, with the
-- reasons that a row gives by itself; `key` and `content` are texts of what was read.

CREATE MACRO text_of(v, x) AS coalesce(CAST(v AS VARCHAR), x, '');
CREATE MACRO known_bank(b) AS setting('unlisted_bank_class') IS NOT NULL
  OR b IN (SELECT bank_id FROM banks);
CREATE MACRO known_platform(p) AS setting('unlisted_bank_class') IS NOT NULL
  OR p IN (SELECT platform_id FROM platforms) OR coalesce(p = setting('own_channel'), false);
CREATE MACRO unknown_bank(b) AS CASE WHEN NOT known_bank(b) THEN 'UNKNOWN_BANK' END;
CREATE MACRO unknown_platform(p) AS CASE WHEN NOT known_platform(p) THEN 'UNKNOWN_PLATFORM' END;
CREATE MACRO unknown_province(p) AS
  CASE WHEN p NOT IN (SELECT province FROM provinces) THEN 'UNKNOWN_PROVINCE' END;
CREATE MACRO no_day(x) AS CASE WHEN x IS NULL THEN 'NO_DAY' END;

-- Of rows alike in key within a file: equal ones repeat the first, others refuse each other.
CREATE MACRO repeated(place, contents) AS
  CASE WHEN contents > 1 OR place > 1 THEN 'REPEATED_KEY' END;

CREATE TABLE read_scans AS
WITH texts AS (
  SELECT source_name, file_no, file_key, file_name, file_sha256, file_line,
    got(r, 'scan_date') AS x_day, got(r, 'platform_id') AS platform_id,
    got(r, 'viewer') AS viewer, got(r, 'status') AS status,
    got(r, 'listed_count') AS x_listed, got(r, 'source') AS source,
    got(r, 'confidence') AS confidence
  FROM records r WHERE source_name = 'scans' AND NOT malformed),
typed AS (SELECT *, as_day(x_day) AS day, as_whole(x_listed) AS listed_count FROM texts)
SELECT *,
  CASE WHEN day IS NOT NULL AND platform_id IS NOT NULL AND viewer IS NOT NULL
    THEN [CAST(day AS VARCHAR), platform_id, viewer] END AS key,
  [text_of(status, ''), text_of(listed_count, x_listed), text_of(source, ''),
    text_of(confidence, '')] AS content,
  that_apply([no_day(x_day), unreadable(x_day, day, 'scan_date'),
    missing(platform_id, 'platform_id'), unknown_platform(platform_id),
    missing(viewer, 'viewer'), not_one_of(viewer, ['NEW_BUYER', 'HOLDER'], 'viewer'),
    missing(status, 'status'),
    not_one_of(status, ['COMPLETE', 'PARTIAL', 'FAILED'], 'status'),
    unreadable(x_listed, listed_count, 'listed_count'),
    outside(listed_count, 0, 2147483647, 'listed_count')]) AS reasons
FROM typed;

CREATE TABLE read_listings AS
WITH texts AS (
  SELECT source_name, file_no, file_key, file_name, file_sha256, file_line,
    got(r, 'scan_date') AS x_day, got(r, 'platform_id') AS platform_id,
    got(r, 'product_id') AS product_id, got(r, 'viewer') AS viewer,
    coalesce(got(r, 'term'), 'UNKNOWN') AS x_term,
    coalesce(got(r, 'payout_cycle'), 'UNKNOWN') AS x_payout,
    coalesce(got(r, 'rate_kind'), 'UNKNOWN') AS rate_kind,
    coalesce(got(r, 'min_amount'), '0.00') AS x_min, got(r, 'bank_id') AS bank_id,
    got(r, 'bank_name') AS bank_name, got(r, 'bank_product_id') AS bank_product_id,
    got(r, 'product_name') AS product_name, got(r, 'product_kind') AS product_kind,
    got(r, 'base_rate_pct') AS x_base, got(r, 'bonus_rate_pct') AS x_bonus,
    got(r, 'bonus_days') AS x_bonus_days, got(r, 'bonus_max_amount') AS x_bonus_max,
    got(r, 'subsidy_rate_pct') AS x_subsidy, got(r, 'day_count') AS day_count,
    got(r, 'stay_from_days') AS x_stay, got(r, 'max_amount') AS x_max,
    got(r, 'action') AS action, got(r, 'source') AS source, got(r, 'confidence') AS confidence
  FROM records r WHERE source_name = 'listings' AND NOT malformed),
typed AS (
  SELECT *, as_day(x_day) AS day, as_term(x_term) AS term,
    CASE WHEN x_payout IN ('AT_MATURITY', 'AT_WITHDRAWAL', 'UNKNOWN') THEN x_payout
      ELSE as_period(x_payout) END AS payout_cycle,
    as_number(x_min, 2) AS min_amount, as_number(x_base, 4) AS base_rate_pct,
    as_number(x_bonus, 4) AS bonus_rate_pct, as_whole(x_bonus_days) AS bonus_days,
    as_number(x_bonus_max, 2) AS bonus_max_amount, as_number(x_subsidy, 4) AS subsidy_rate_pct,
    as_whole(x_stay) AS stay_from_days, as_number(x_max, 2) AS max_amount
  FROM texts)
SELECT *,
  [text_of(day, x_day), text_of(platform_id, ''), text_of(product_id, ''), text_of(viewer, ''),
    x_term, x_payout, rate_kind, text_of(min_amount, x_min)] AS key,
  [text_of(bank_id, ''), text_of(bank_name, ''), text_of(bank_product_id, ''),
    text_of(product_name, ''), text_of(product_kind, ''), text_of(base_rate_pct, x_base),
    text_of(bonus_rate_pct, x_bonus), text_of(bonus_days, x_bonus_days),
    text_of(bonus_max_amount, x_bonus_max), text_of(subsidy_rate_pct, x_subsidy),
    text_of(day_count, ''), text_of(stay_from_days, x_stay), text_of(max_amount, x_max),
    text_of(action, ''), text_of(source, ''), text_of(confidence, '')] AS content,
  that_apply([no_day(x_day), unreadable(x_day, day, 'scan_date'),
    missing(platform_id, 'platform_id'), unknown_platform(platform_id),
    missing(product_id, 'product_id'), missing(viewer, 'viewer'),
    not_one_of(viewer, ['NEW_BUYER', 'HOLDER'], 'viewer'), missing(bank_id, 'bank_id'),
    unknown_bank(bank_id), missing(product_kind, 'product_kind'),
    not_one_of(product_kind, kinds(), 'product_kind'), unreadable(x_term, term, 'term'),
    unreadable(x_payout, payout_cycle, 'payout_cycle'),
    not_one_of(rate_kind, ['HEADLINE', 'CYCLE', 'TIER', 'ANY_TIME', 'BONUS', 'INTRODUCTORY',
      'OTHER', 'UNKNOWN'], 'rate_kind'),
    unreadable(x_min, min_amount, 'min_amount'), outside(min_amount, 0, 1e18, 'min_amount'),
    unreadable(x_base, base_rate_pct, 'base_rate_pct'),
    outside(base_rate_pct, 0, 30, 'base_rate_pct'),
    unreadable(x_bonus, bonus_rate_pct, 'bonus_rate_pct'),
    outside(bonus_rate_pct, 0, 30, 'bonus_rate_pct'),
    unreadable(x_bonus_days, bonus_days, 'bonus_days'),
    outside(bonus_days, 1, 2147483647, 'bonus_days'),
    unreadable(x_bonus_max, bonus_max_amount, 'bonus_max_amount'),
    outside(bonus_max_amount, 0, 1e18, 'bonus_max_amount'),
    unreadable(x_subsidy, subsidy_rate_pct, 'subsidy_rate_pct'),
    outside(subsidy_rate_pct, 0, 30, 'subsidy_rate_pct'),
    not_one_of(day_count, ['360', '365', 'UNKNOWN'], 'day_count'),
    unreadable(x_stay, stay_from_days, 'stay_from_days'),
    outside(stay_from_days, 0, 2147483647, 'stay_from_days'),
    unreadable(x_max, max_amount, 'max_amount'), outside(max_amount, 0, 1e18, 'max_amount'),
    missing(action, 'action'), not_one_of(action, ['BUY', 'TOP_UP', 'VIEW'], 'action')])
  AS reasons
FROM typed;

CREATE TABLE read_bank_rates AS
WITH texts AS (
  SELECT source_name, file_no, file_key, file_name, file_sha256, file_line,
    got(r, 'bank_id') AS bank_id, got(r, 'term') AS x_term,
    kind_of_term(got(r, 'product_kind'), got(r, 'term')) AS product_kind,
    got(r, 'effective_from') AS x_day, got(r, 'effective_to') AS x_to,
    got(r, 'rate_pct') AS x_rate, got(r, 'source') AS source, got(r, 'confidence') AS confidence
  FROM records r WHERE source_name = 'bank_rates' AND NOT malformed),
typed AS (
  SELECT *, as_day(x_day) AS day, as_day(x_to) AS effective_to, canonical(as_term(x_term)) AS term,
    as_number(x_rate, 4) AS rate_pct
  FROM texts)
SELECT *,
  CASE WHEN day IS NOT NULL AND bank_id IS NOT NULL AND term IS NOT NULL
    THEN [bank_id, product_kind, term, CAST(day AS VARCHAR)] END AS key,
  [text_of(effective_to, x_to), text_of(rate_pct, x_rate), text_of(source, ''),
    text_of(confidence, '')] AS content,
  that_apply([missing(bank_id, 'bank_id'), unknown_bank(bank_id), missing(x_term, 'term'),
    unreadable(x_term, term, 'term'), not_one_of(product_kind, kinds(), 'product_kind'),
    no_day(x_day), unreadable(x_day, day, 'effective_from'),
    unreadable(x_to, effective_to, 'effective_to'), missing(x_rate, 'rate_pct'),
    unreadable(x_rate, rate_pct, 'rate_pct'), outside(rate_pct, 0, 30, 'rate_pct')]) AS reasons
FROM typed;

CREATE TABLE read_user_rates AS
WITH texts AS (
  SELECT source_name, file_no, file_key, file_name, file_sha256, file_line,
    got(r, 'as_of') AS x_day, got(r, 'user_id') AS user_id, got(r, 'platform_id') AS platform_id,
    got(r, 'product_id') AS product_id, got(r, 'contract_id') AS contract_id,
    got(r, 'bank_id') AS bank_id, got(r, 'term') AS x_term, got(r, 'opened_on') AS x_opened,
    got(r, 'matures_on') AS x_matures, got(r, 'balance') AS x_balance,
    got(r, 'contract_rate_pct') AS x_rate, got(r, 'province') AS province
  FROM records r WHERE source_name = 'user_rates' AND NOT malformed),
typed AS (
  SELECT *, as_day(x_day) AS day, as_term(x_term) AS term, as_day(x_opened) AS opened_on,
    as_day(x_matures) AS matures_on, as_number(x_balance, 2) AS balance,
    as_number(x_rate, 4) AS contract_rate_pct
  FROM texts)
SELECT *,
  CASE WHEN day IS NOT NULL AND user_id IS NOT NULL AND platform_id IS NOT NULL
      AND product_id IS NOT NULL AND contract_id IS NOT NULL
    THEN [CAST(day AS VARCHAR), user_id, platform_id, product_id, contract_id] END AS key,
  [text_of(bank_id, ''), text_of(x_term, ''), text_of(opened_on, x_opened),
    text_of(matures_on, x_matures), text_of(balance, x_balance),
    text_of(contract_rate_pct, x_rate), text_of(province, '')] AS content,
  that_apply([no_day(x_day), unreadable(x_day, day, 'as_of'), missing(user_id, 'user_id'),
    missing(platform_id, 'platform_id'), unknown_platform(platform_id),
    missing(product_id, 'product_id'), missing(contract_id, 'contract_id'),
    missing(bank_id, 'bank_id'), unknown_bank(bank_id), missing(x_term, 'term'),
    unreadable(x_term, term, 'term'), missing(x_opened, 'opened_on'),
    unreadable(x_opened, opened_on, 'opened_on'),
    unreadable(x_matures, matures_on, 'matures_on'), missing(x_balance, 'balance'),
    unreadable(x_balance, balance, 'balance'), outside(balance, 0, 1e18, 'balance'),
    unreadable(x_rate, contract_rate_pct, 'contract_rate_pct'),
    outside(contract_rate_pct, 0, 30, 'contract_rate_pct'),
    CASE WHEN matures_on < opened_on THEN 'MATURES_BEFORE_OPENING' END,
    CASE WHEN EXISTS (FROM provinces) THEN unknown_province(province) END]) AS reasons
FROM typed;

-- Rows that one contract id of a snapshot cannot tell apart; a key's other file supersedes.
CREATE TABLE contracts_twice AS
SELECT DISTINCT a.file_no, a.file_line
FROM read_user_rates a JOIN read_user_rates b USING (day, platform_id, contract_id)
WHERE len(a.reasons) = 0 AND len(b.reasons) = 0
  AND (a.key <> b.key OR (a.file_no = b.file_no AND a.content <> b.content));
DROP TABLE lines;

-- Repeats within a file. A listing's key takes in its line_no, so only lines alike in all repeat.
CREATE MACRO up_to_as_of(d) AS d IS NULL OR setting('as_of') IS NULL
  OR d <= CAST(setting('as_of') AS DATE);

CREATE TABLE judged AS
SELECT source_name, file_no, file_key, file_name, file_line, key, content,
  reasons || that_apply([CASE WHEN key IS NOT NULL AND len(reasons) = 0 THEN repeated(
      row_number() OVER (PARTITION BY source_name, file_no, key, same, len(reasons) = 0
        ORDER BY file_line),
      count(DISTINCT content) OVER (
        PARTITION BY source_name, file_no, key, same, len(reasons) = 0)) END]) AS reasons
FROM (
  SELECT source_name, file_no, file_key, file_name, file_line, key, content, [] AS same,
    reasons FROM read_scans WHERE up_to_as_of(day)
  UNION ALL
  SELECT source_name, file_no, file_key, file_name, file_line, key, content, content, reasons
  FROM read_listings WHERE up_to_as_of(day)
  UNION ALL
  SELECT source_name, file_no, file_key, file_name, file_line, key, content, [], reasons
  FROM read_bank_rates WHERE up_to_as_of(day)
  UNION ALL
  SELECT source_name, file_no, file_key, file_name, file_line, key, content, [],
    reasons || that_apply([CASE WHEN t.file_no IS NOT NULL THEN 'CONTRACT_TWICE' END])
  FROM read_user_rates LEFT JOIN contracts_twice t USING (file_no, file_line)
  WHERE up_to_as_of(day));

-- Of one key in several files the name that sorts last counts.
CREATE MACRO last_of(t) AS TABLE
  SELECT *, first(content) OVER w AS winner, row_number() OVER w AS place
  FROM query_table(t) WHERE len(reasons) = 0
  WINDOW w AS (PARTITION BY source_name, key ORDER BY file_key DESC);

CREATE TABLE kept_others AS
SELECT * FROM last_of('judged') WHERE source_name <> 'listings';

CREATE TABLE declared_scans AS
SELECT s.* FROM read_scans s JOIN kept_others k USING (file_no, file_line) WHERE k.place = 1;

CREATE TABLE judged_listings AS
SELECT j.source_name, j.file_no, j.file_key, j.file_name, j.file_line, j.content,
  j.reasons || that_apply([CASE WHEN setting('heartbeat') = 'scans'
      AND l.day IS NOT NULL AND l.platform_id IS NOT NULL AND l.viewer IS NOT NULL
      AND s.day IS NULL THEN 'NO_SCAN_ROW' END]) AS reasons,
  j.key || [CAST(row_number() OVER (PARTITION BY j.file_no, j.key, len(j.reasons) = 0
    ORDER BY l.base_rate_pct + coalesce(l.bonus_rate_pct, 0) + coalesce(l.subsidy_rate_pct, 0)
      DESC NULLS LAST, j.file_line) AS VARCHAR)] AS key
FROM judged j JOIN read_listings l USING (file_no, file_line)
LEFT JOIN declared_scans s USING (day, platform_id, viewer);

CREATE TABLE kept_listings AS SELECT * FROM last_of('judged_listings');

CREATE TABLE quarantine AS
SELECT source_name AS source, file_name, file_line, list_sort(list_distinct(reasons)) AS reasons
FROM (
  SELECT source_name, file_name, file_line, reasons FROM judged
  WHERE source_name <> 'listings' AND len(reasons) > 0
  UNION ALL
  SELECT source_name, file_name, file_line, reasons FROM judged_listings
  WHERE len(reasons) > 0
  UNION ALL
  SELECT source_name, file_name, file_line, ['SUPERSEDED']
  FROM (SELECT * FROM kept_others UNION ALL BY NAME SELECT * FROM kept_listings)
  WHERE content <> winner
  UNION ALL
  SELECT source_name, file_name, file_line, ['MALFORMED'] FROM records WHERE malformed);

CREATE TABLE bank_rates AS
SELECT b.bank_id, b.product_kind, b.term, b.day AS effective_from, b.effective_to,
  CAST(b.rate_pct AS DECIMAL(9, 4)) AS rate_pct, b.source, b.confidence, b.file_sha256,
  b.file_line
FROM read_bank_rates b JOIN kept_others k USING (file_no, file_line) WHERE k.place = 1;

CREATE TABLE user_rates AS
SELECT u.day AS as_of, keyed_hash(pads, u.user_id) AS user_id, u.platform_id, u.product_id,
  u.contract_id, u.bank_id, u.term, u.opened_on, u.matures_on,
  CAST(u.balance AS DECIMAL(20, 2)) AS balance,
  CAST(u.contract_rate_pct AS DECIMAL(9, 4)) AS contract_rate_pct, u.province, u.file_sha256,
  u.file_line
FROM read_user_rates u JOIN kept_others k USING (file_no, file_line), pads WHERE k.place = 1;

CREATE TABLE told_rates AS
SELECT u.*, told_as(u.balance, drawn(u.user_id, u.contract_id), r.below, r.above) AS told
FROM user_rates u ASOF JOIN rungs r ON u.balance >= r.below;

CREATE TABLE listings AS
SELECT l.day AS scan_date, l.platform_id, l.product_id, l.viewer, l.term, l.payout_cycle,
  l.rate_kind, CAST(l.min_amount AS DECIMAL(20, 2)) AS min_amount,
  CAST(k.key[-1] AS INTEGER) AS line_no, l.bank_id, l.bank_name, l.bank_product_id,
  l.product_name, l.product_kind, CAST(l.base_rate_pct AS DECIMAL(9, 4)) AS base_rate_pct,
  CAST(l.bonus_rate_pct AS DECIMAL(9, 4)) AS bonus_rate_pct,
  CAST(l.bonus_days AS INTEGER) AS bonus_days,
  CAST(l.bonus_max_amount AS DECIMAL(20, 2)) AS bonus_max_amount,
  CAST(l.subsidy_rate_pct AS DECIMAL(9, 4)) AS subsidy_rate_pct, l.day_count,
  CAST(l.stay_from_days AS INTEGER) AS stay_from_days,
  CAST(l.max_amount AS DECIMAL(20, 2)) AS max_amount, l.action,
  CAST(NULL AS VARCHAR) AS unit_judged, l.source, l.confidence, l.file_sha256, l.file_line
FROM read_listings l JOIN kept_listings k USING (file_no, file_line) WHERE k.place = 1;

CREATE TABLE terms AS
SELECT term, canonical(term) AS canonical_term, normalised(term) AS normal_term,
  term_months(term) AS months, term_days(term) AS days,
  coalesce(term_months(normalised(term)) * 365 / 12, term_days(normalised(term))) AS length
FROM (
  SELECT term FROM listings UNION SELECT term FROM bank_rates UNION SELECT term FROM user_rates
  UNION SELECT term FROM benchmark_rates UNION SELECT term FROM ceilings
  UNION SELECT canonical(term) FROM listings UNION SELECT normalised(term) FROM listings
  UNION SELECT payout_cycle FROM listings);

-- A scan proves by what was kept of its shelf.
CREATE TABLE scans AS
SELECT s.day AS scan_date, s.platform_id, s.viewer, 'ALL' AS bank_id,
  CASE WHEN s.status = 'COMPLETE' AND s.listed_count <> coalesce(l.seen, 0) THEN 'PARTIAL'
    ELSE s.status END AS status,
  s.status AS declared_status, CAST(s.listed_count AS INTEGER) AS listed_count,
  CAST(coalesce(l.seen, 0) AS INTEGER) AS seen_count, CAST(NULL AS DATE) AS last_complete_on,
  s.file_sha256, s.file_line
FROM declared_scans s
LEFT JOIN (
  SELECT scan_date AS day, platform_id, viewer, count(DISTINCT product_id) AS seen
  FROM listings GROUP BY ALL) l USING (day, platform_id, viewer);

CREATE TABLE last_day AS
SELECT coalesce(CAST(setting('as_of') AS DATE),
  greatest((SELECT max(scan_date) FROM scans), (SELECT max(scan_date) FROM listings))) AS day;
DROP TABLE records;
