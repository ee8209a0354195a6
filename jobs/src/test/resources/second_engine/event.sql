-- Around an event: the shelf of new buyers' time deposits, and the posted rates behind it.

-- Windows leave gaps, the axis does not.
CREATE TABLE event_days AS
SELECT w.event_id, d.day, CAST(d.day - e.date_from AS INTEGER) AS days_from_event
FROM windows w
JOIN events e USING (event_id)
JOIN days d ON d.day >= w.date_from
WHERE w.time_window = 'before';

CREATE TABLE event_stock AS
SELECT e.*, c.platform_id, c.stock, c.on_sale
FROM event_days e
JOIN product_counts c ON c.as_of_date = e.day
WHERE c.product_kind = 'TIME_DEPOSIT' AND c.bank_class = 'ALL' AND c.viewer = 'NEW_BUYER';

-- Unlike a quotation, this mean asks for no least number of banks and for no other term.
CREATE TABLE event_posted AS
SELECT e.*, p.term, as_pct(sum(p.rate_pct)::DOUBLE / count(*)) AS rate
FROM event_days e
JOIN posted p ON e.day >= p.effective_from AND e.day < p.until_day
JOIN banks b USING (bank_id)
JOIN comparators c ON c.comparator = 'BIG_POSTED' AND list_contains(c.classes, b.bank_class)
WHERE p.product_kind = 'TIME_DEPOSIT' AND p.term IN ('P1Y', 'P3Y', 'P5Y')
GROUP BY ALL;

CREATE TABLE event_values AS
SELECT event_id, days_from_event, platform_id, 'STOCK' AS measure, day,
  CAST(stock AS DECIMAL(18, 4)) AS value, false AS background
FROM event_stock
UNION ALL
SELECT event_id, days_from_event, platform_id, 'ON_SALE', day, on_sale, false FROM event_stock
UNION ALL
SELECT k.event_id, k.days_from_event, k.platform_id, 'SPREAD_BIG_BP', k.day, s.mean_bp, false
FROM event_stock k
JOIN comparators c ON c.comparator = 'BIG_POSTED'
LEFT JOIN spread_summary s ON s.as_of_date = k.day AND s.platform_id = k.platform_id
  AND s.product_kind = 'TIME_DEPOSIT' AND s.bank_class = 'ALL' AND s.term = 'ALL'
  AND s.comparator = c.comparator
UNION ALL
SELECT event_id, days_from_event, 'ALL', 'POSTED_BIG_' || term[2:] || '_PCT', day, rate, true
FROM event_posted;

CREATE TABLE event_study AS
SELECT v.event_id, v.days_from_event, v.platform_id, v.measure, v.day AS as_of_date,
  CAST(v.value AS DECIMAL(18, 4)) AS value, CAST(b.value AS DECIMAL(18, 4)) AS base_value,
  CAST(v.value - b.value AS DECIMAL(18, 4)) AS change, v.background
FROM event_values v
LEFT JOIN event_values b ON b.event_id = v.event_id AND b.platform_id = v.platform_id
  AND b.measure = v.measure AND b.days_from_event = -1;
