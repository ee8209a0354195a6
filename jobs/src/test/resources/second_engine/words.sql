-- The words that the other scripts speak in: settings, columns, readings of one value.

CREATE MACRO setting(n) AS (SELECT max(value) FROM settings WHERE name = n);

CREATE TABLE declared (source VARCHAR, needed VARCHAR[], other VARCHAR[]);
INSERT INTO declared VALUES
  ('scans', ['scan_date', 'platform_id', 'viewer', 'status', 'listed_count'],
    ['source', 'confidence']),
  ('listings', ['scan_date', 'platform_id', 'product_id', 'viewer', 'bank_id', 'product_kind',
    'term', 'payout_cycle', 'rate_kind', 'min_amount', 'base_rate_pct', 'action'],
    ['bank_name', 'bank_product_id', 'product_name', 'bonus_rate_pct', 'bonus_days',
    'bonus_max_amount', 'subsidy_rate_pct', 'day_count', 'stay_from_days', 'max_amount', 'source',
    'confidence']),
  ('bank_rates', ['bank_id', 'term', 'effective_from', 'rate_pct'],
    ['product_kind', 'effective_to', 'source', 'confidence']),
  ('user_rates', ['as_of', 'user_id', 'platform_id', 'product_id', 'contract_id', 'bank_id',
    'term', 'opened_on', 'matures_on', 'balance', 'contract_rate_pct', 'province'], []),
  ('platforms', ['platform_id', 'name'],
    ['name_local', 'operator', 'platform_kind', 'source', 'confidence', 'note']),
  ('banks', ['bank_id', 'name', 'bank_class'], ['name_local', 'home_city', 'home_province',
    'total_deposits', 'source', 'confidence', 'note']),
  ('events', ['event_id', 'date_from', 'date_to', 'platform_id', 'kind'],
    ['effect', 'source', 'confidence', 'note']),
  ('benchmark_rates', ['effective_from', 'term', 'rate_pct'],
    ['effective_to', 'product_kind', 'source', 'confidence', 'note']),
  ('ceilings', ['effective_from', 'bank_class', 'term', 'rate_pct'],
    ['effective_to', 'product_kind', 'formula', 'source', 'confidence', 'note']),
  ('fees', ['effective_from', 'fee_pct'],
    ['platform_id', 'bank_id', 'effective_to', 'source', 'confidence', 'note']),
  ('published_figures', ['as_of', 'measure', 'value', 'unit'],
    ['platform_id', 'scope', 'source', 'confidence', 'note']),
  ('provinces', ['province', 'capital', 'latitude_deg', 'longitude_deg'],
    ['source', 'confidence', 'note']);

-- One CSV record: every field is a comma and what follows it, so nothing matches an empty start.
CREATE MACRO csv_fields(line) AS
  regexp_extract_all(',' || line, ',("(?:[^"]|"")*"|[^,"]*)', 1);
CREATE MACRO csv_whole(line, fields) AS
  list_sum(list_transform(fields, lambda f: length(f))) + len(fields) = length(line) + 1;
CREATE MACRO unquoted(f) AS
  CASE WHEN f LIKE '"%' THEN replace(f[2:-2], '""', '"') ELSE f END;
CREATE MACRO field(header, fields, c) AS nullif(fields[list_position(header, c)], '');

-- A value that cannot be read is NULL; what was written tells it from an empty one.
-- A day may be written as the midnight that it begins with.
CREATE MACRO as_day(x) AS
  CASE WHEN regexp_full_match(x,
      '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]00:00(:00(\.0*)?)?(Z|\+00:?00)?)?')
    THEN try_cast(x[:10] AS DATE) END;
-- Beyond a number's places there may be zeros, or one part in 10^14 that binary fractions leave.
CREATE MACRO in_places(exact, decimals) AS
  CASE WHEN abs(exact - round(exact, decimals)) <= greatest(1, abs(exact::DOUBLE)) / 1e14
    THEN round(exact, decimals) END;
CREATE MACRO as_number(x, decimals) AS
  CASE WHEN regexp_full_match(x, '[+-]?[0-9]{1,20}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?')
    THEN try_cast(in_places(try_cast(x AS DECIMAL(38, 17)), decimals) AS DECIMAL(38, 4)) END;
CREATE MACRO as_whole(x) AS try_cast(as_number(x, 0) AS BIGINT);

CREATE MACRO term_months(t) AS
  CASE WHEN regexp_full_match(t, 'P([0-9]+Y)?([0-9]+M)?')
    THEN coalesce(try_cast(regexp_extract(t, '([0-9]+)Y', 1) AS INTEGER), 0) * 12
      + coalesce(try_cast(regexp_extract(t, '([0-9]+)M', 1) AS INTEGER), 0) END;
CREATE MACRO term_days(t) AS
  CASE WHEN regexp_full_match(t, 'P[0-9]+D') THEN try_cast(t[2:-2] AS INTEGER)
    WHEN regexp_full_match(t, 'P[0-9]+W') THEN try_cast(t[2:-2] AS INTEGER) * 7 END;
CREATE MACRO as_period(t) AS
  CASE WHEN term_months(t) > 0 OR term_days(t) > 0 THEN t END;
CREATE MACRO as_term(t) AS
  CASE WHEN t IN ('DEMAND', 'UNKNOWN') THEN t ELSE as_period(t) END;
CREATE MACRO of_months(m) AS
  CASE WHEN m % 12 = 0 THEN 'P' || (m // 12) || 'Y' ELSE 'P' || m || 'M' END;
CREATE MACRO canonical(t) AS
  CASE WHEN term_months(t) > 0 THEN of_months(term_months(t))
    WHEN term_days(t) > 0 THEN 'P' || term_days(t) || 'D'
    ELSE t END;
-- Twelfths of a day keep 365/12 whole: 6 days are 72, 5 percent of m months 365 m / 20.
CREATE MACRO nearest_months(d) AS
  list_sort(list_transform([1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60],
    lambda m: {'off': abs(12 * d - 365 * m), 'months': m}))[1];
CREATE MACRO normalised(t) AS
  CASE WHEN term_days(t) > 0 AND nearest_months(term_days(t)).off <= 72
      AND nearest_months(term_days(t)).off * 20 <= 365 * nearest_months(term_days(t)).months
    THEN of_months(nearest_months(term_days(t)).months)
    ELSE canonical(t) END;

-- Exact digits from a long division: to 10 places first, then half away from zero.
CREATE MACRO rounded(x) AS CAST(x AS DECIMAL(38, 10));
CREATE MACRO as_bp(x) AS CAST(rounded(x) AS DECIMAL(9, 2));
CREATE MACRO as_pct(x) AS CAST(rounded(x) AS DECIMAL(9, 4));

-- HMAC-SHA-256 of a text, under a key of at most 64 plain letters.
CREATE TABLE pads AS
SELECT unhex(string_agg(printf('%02x', xor(letter, 54)), '' ORDER BY i)) AS inner_pad,
  unhex(string_agg(printf('%02x', xor(letter, 92)), '' ORDER BY i)) AS outer_pad
FROM (
  SELECT i, CASE WHEN i <= length(value) THEN unicode(value[i]) ELSE 0 END AS letter
  FROM settings, range(1, 65) r(i) WHERE name = 'user_key');
CREATE MACRO keyed_hash(pads, x) AS
  sha256(pads.outer_pad || unhex(sha256(pads.inner_pad || encode(x))));

-- A balance is told as the rung below or above it, as the contract's draw has it.
CREATE TABLE rungs AS
SELECT rung AS below, lead(rung) OVER (ORDER BY rung) AS above
FROM (
  SELECT CAST(0 AS DECIMAL(21, 2)) AS rung
  UNION ALL
  SELECT CAST(first || repeat('0', zeros) AS DECIMAL(21, 2))
  FROM (VALUES ('1'), ('3')) f(first), range(19) z(zeros));
CREATE MACRO drawn(user_id, contract_id) AS
  CAST('0x' || sha256(user_id || '/' || contract_id)[:8] AS BIGINT);
CREATE MACRO told_as(x, u, below, above) AS
  CASE WHEN u::DECIMAL(10, 0) * (above - below) < (x - below) * 4294967296::DECIMAL(10, 0)
    THEN above ELSE below END;

-- A cell of contracts is told from k holders on, by sums of told balances.
CREATE MACRO least_holders() AS CAST(setting('k') AS INTEGER);
CREATE MACRO nearest(n) AS (2 * n + least_holders()) // (2 * least_holders()) * least_holders();
CREATE MACRO money(x) AS CAST(x AS DECIMAL(20, 2));
CREATE MACRO squared(told) AS sum(pow(told::DOUBLE, 2));
CREATE MACRO error_of(squares) AS money(floor(0.5::DOUBLE * sqrt(squares) + 0.5));
CREATE MACRO told_cells(t) AS TABLE
  SELECT cell, nearest(count(DISTINCT user_id)) AS holders, money(sum(told)) AS balance,
    error_of(squared(told)) AS balance_error
  FROM query_table(t) GROUP BY cell HAVING count(DISTINCT user_id) >= least_holders();

-- Reasons of a row, NULL where one does not apply.
CREATE MACRO missing(x, c) AS CASE WHEN x IS NULL THEN 'MISSING:' || c END;
CREATE MACRO unreadable(x, v, c) AS
  CASE WHEN x IS NOT NULL AND v IS NULL THEN 'UNREADABLE:' || c END;
CREATE MACRO outside(v, low, high, c) AS
  CASE WHEN v < low OR v > high THEN 'OUT_OF_RANGE:' || c END;
CREATE MACRO not_one_of(x, words, c) AS
  CASE WHEN NOT list_contains(words, x) THEN 'NOT_ONE_OF:' || c END;
CREATE MACRO that_apply(reasons) AS list_filter(reasons, lambda r: r IS NOT NULL);
CREATE MACRO kinds() AS ['TIME_DEPOSIT', 'DEMAND_DEPOSIT', 'SMART_DEPOSIT', 'STRUCTURED_DEPOSIT',
  'ASSET_MANAGEMENT', 'INSURANCE'];
CREATE MACRO kind_of_term(kind, t) AS
  coalesce(kind, CASE WHEN t = 'DEMAND' THEN 'DEMAND_DEPOSIT' ELSE 'TIME_DEPOSIT' END);
