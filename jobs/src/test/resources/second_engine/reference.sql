-- The reference: a fault here stops everything, so values are cast and not judged.

SELECT CASE WHEN count(*) > 0 THEN error('reference refused: ' || string_agg(file_name, ', ')) END
FROM refused_files
WHERE source IN ('platforms', 'banks', 'events', 'benchmark_rates', 'ceilings', 'fees',
  'published_figures', 'provinces');

CREATE MACRO got(r, c) AS field(r.header, r.fields, c);

CREATE TABLE platforms AS
SELECT got(r, 'platform_id') AS platform_id, got(r, 'name') AS name
FROM records r WHERE source_name = 'platforms';

CREATE TABLE banks AS
SELECT got(r, 'bank_id') AS bank_id, got(r, 'name') AS name, got(r, 'bank_class') AS bank_class,
  got(r, 'home_province') AS home_province,
  CAST(got(r, 'total_deposits') AS DECIMAL(20, 2)) AS total_deposits
FROM records r WHERE source_name = 'banks';

CREATE TABLE events AS
SELECT got(r, 'event_id') AS event_id, CAST(got(r, 'date_from') AS DATE) AS date_from,
  CAST(got(r, 'date_to') AS DATE) AS date_to, got(r, 'platform_id') AS platform_id,
  got(r, 'kind') AS kind
FROM records r WHERE source_name = 'events';

CREATE TABLE benchmark_rates AS
SELECT CAST(got(r, 'effective_from') AS DATE) AS effective_from,
  CAST(got(r, 'effective_to') AS DATE) AS effective_to,
  kind_of_term(got(r, 'product_kind'), got(r, 'term')) AS product_kind,
  canonical(got(r, 'term')) AS term, CAST(got(r, 'rate_pct') AS DECIMAL(9, 4)) AS rate_pct
FROM records r WHERE source_name = 'benchmark_rates';

CREATE TABLE ceilings AS
SELECT CAST(got(r, 'effective_from') AS DATE) AS effective_from,
  CAST(got(r, 'effective_to') AS DATE) AS effective_to, got(r, 'bank_class') AS bank_class,
  kind_of_term(got(r, 'product_kind'), got(r, 'term')) AS product_kind,
  canonical(got(r, 'term')) AS term, CAST(got(r, 'rate_pct') AS DECIMAL(9, 4)) AS rate_pct
FROM records r WHERE source_name = 'ceilings';

-- An empty platform or bank is any.
CREATE TABLE fees AS
SELECT got(r, 'platform_id') AS platform_id, got(r, 'bank_id') AS bank_id,
  CAST(got(r, 'effective_from') AS DATE) AS effective_from,
  CAST(got(r, 'effective_to') AS DATE) AS effective_to,
  CAST(got(r, 'fee_pct') AS DECIMAL(9, 4)) AS fee_pct
FROM records r WHERE source_name = 'fees';

-- An empty platform is all of them.
CREATE TABLE published_figures AS
SELECT CAST(got(r, 'as_of') AS DATE) AS as_of, got(r, 'measure') AS measure,
  coalesce(got(r, 'platform_id'), 'ALL') AS platform_id,
  CAST(got(r, 'value') AS DECIMAL(24, 4)) AS value, got(r, 'unit') AS unit,
  got(r, 'scope') AS scope, got(r, 'source') AS source, got(r, 'note') AS note
FROM records r WHERE source_name = 'published_figures';

CREATE TABLE provinces AS
SELECT got(r, 'province') AS province, CAST(got(r, 'latitude_deg') AS DOUBLE) AS latitude_deg,
  CAST(got(r, 'longitude_deg') AS DOUBLE) AS longitude_deg
FROM records r WHERE source_name = 'provinces';
