-- Stock and flows: every combination, from its first product to the last day, zeros included.

CREATE TABLE combinations AS
SELECT p.platform_id, s.product_kind, c.bank_class, s.viewer, s.spell_no, s.first_seen,
  s.first_absent, s.latest_id, s.platform_id AS own_platform_id, n.number
FROM spells s JOIN spell_numbers n USING (platform_id, latest_id, viewer, spell_no), LATERAL (SELECT unnest([s.platform_id,
    CASE WHEN s.platform_id IS DISTINCT FROM setting('own_channel') THEN 'ALL' END])
    AS platform_id) p,
  LATERAL (SELECT unnest([s.bank_class, 'ALL']) AS bank_class) c
WHERE p.platform_id IS NOT NULL;

-- What a viewer knows of a product at the end of each day.
CREATE TABLE shelf_days AS
SELECT d.platform_id, d.latest_id, d.viewer, d.spell_no, d.day, d.sighted,
  coalesce(l.buys OR (l.tops_up AND d.viewer = 'HOLDER'), false) AS can_buy
FROM spell_days d
LEFT JOIN product_sights l ON l.platform_id = d.platform_id AND l.latest_id = d.latest_id
  AND l.viewer = d.viewer AND l.day = d.last_sight
WHERE d.open;

CREATE TABLE product_counts AS
WITH stock AS (
  SELECT s.day, c.platform_id, c.product_kind, c.bank_class, c.viewer, count(*) AS stock,
    count_if(s.can_buy) AS on_sale, count_if(NOT s.sighted) AS unknown
  FROM combinations c
  JOIN shelf_days s ON s.platform_id = c.own_platform_id AND s.latest_id = c.latest_id
    AND s.viewer = c.viewer AND s.spell_no = c.spell_no
  GROUP BY ALL),
flows AS (
  SELECT day, platform_id, product_kind, bank_class, viewer, sum(entered) AS entered,
    sum(relisted) AS relisted, sum(withdrawn) AS withdrawn
  FROM (
    SELECT first_seen AS day, *, CAST(number = 1 AS INTEGER) AS entered,
      CAST(number > 1 AS INTEGER) AS relisted, 0 AS withdrawn FROM combinations
    UNION ALL
    SELECT first_absent, *, 0, 0, 1 FROM combinations WHERE first_absent IS NOT NULL)
  GROUP BY ALL)
SELECT d.day AS as_of_date, c.platform_id, c.product_kind, c.bank_class, c.viewer,
  CAST(coalesce(s.stock, 0) AS BIGINT) AS stock, CAST(coalesce(s.on_sale, 0) AS BIGINT) AS on_sale,
  CAST(coalesce(f.entered, 0) AS BIGINT) AS entered,
  CAST(coalesce(f.relisted, 0) AS BIGINT) AS relisted,
  CAST(coalesce(f.withdrawn, 0) AS BIGINT) AS withdrawn,
  CAST(coalesce(s.unknown, 0) AS BIGINT) AS unknown
FROM (
  SELECT platform_id, product_kind, bank_class, viewer, min(first_seen) AS first_day
  FROM combinations GROUP BY ALL) c
JOIN days d ON d.day >= c.first_day
LEFT JOIN stock s ON s.day = d.day AND s.platform_id = c.platform_id
  AND s.product_kind = c.product_kind AND s.bank_class = c.bank_class AND s.viewer = c.viewer
LEFT JOIN flows f ON f.day = d.day AND f.platform_id = c.platform_id
  AND f.product_kind = c.product_kind AND f.bank_class = c.bank_class AND f.viewer = c.viewer;
