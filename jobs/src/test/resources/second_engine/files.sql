-- Which files count, and the records in them.

CREATE TABLE parsed AS
SELECT file_no, file_line, format,
  CASE format
    WHEN 'csv' THEN CASE WHEN csv_whole(raw, csv_fields(raw))
      THEN list_transform(csv_fields(raw), lambda f: unquoted(f)) END
    ELSE map_values(record) END AS fields,
  map_keys(record) AS keys
FROM (
  SELECT l.*, f.format, CASE WHEN f.format = 'jsonl' AND NOT list_has_any(
      json_type(try_cast(raw AS JSON), '$.*'), ['ARRAY', 'OBJECT'])
    THEN try(CAST(raw AS JSON)::MAP(VARCHAR, VARCHAR)) END AS record
  FROM lines l JOIN files f USING (file_no)
  WHERE f.damage IS NULL);

CREATE TABLE headers AS
SELECT file_no, fields AS header FROM parsed WHERE format = 'csv' AND file_line = 1
UNION ALL
SELECT file_no, list_distinct(flatten(list(keys))) FROM parsed WHERE format = 'jsonl'
GROUP BY file_no;

CREATE TABLE refused_files AS
SELECT file_no, source, file_name, list_sort(that_apply(
  [damage]
  || [CASE WHEN damage IS NULL AND coalesce(file_records, 0) = 0 THEN 'NO_ROWS' END]
  || [CASE WHEN damage IS NULL AND header IS NULL THEN 'NO_HEADER' END]
  || [CASE WHEN len(header) > len(list_distinct(header)) THEN 'REPEATED_COLUMN' END]
  || list_transform(
    list_filter(coalesce(header, []), lambda h:
      h IN ('user_id', 'contract_id') AND NOT list_contains(needed || other, h)),
    lambda h: 'COLUMN_OF_HOLDERS:' || h)
  || list_transform(
    list_filter(needed, lambda n: NOT list_contains(coalesce(header, needed), n)),
    lambda n: 'MISSING_COLUMN:' || n))) AS reasons
FROM files JOIN declared USING (source)
LEFT JOIN headers USING (file_no)
LEFT JOIN (
  SELECT file_no, count(*) FILTER (format = 'jsonl' OR file_line > 1) AS file_records
  FROM parsed GROUP BY file_no) USING (file_no);
DELETE FROM refused_files WHERE len(reasons) = 0;

-- A refused revision replaces nothing: the tables are a function of the accepted files.
CREATE TABLE counting_files AS
SELECT * FROM files
WHERE file_no NOT IN (SELECT file_no FROM refused_files)
QUALIFY row_number() OVER (
  PARTITION BY source, name ORDER BY revision DESC, arrived DESC, file_name DESC) = 1;

CREATE TABLE records AS
SELECT f.source AS source_name, f.file_no, f.name AS file_key, f.file_name, f.file_sha256,
  p.file_line,
  CASE WHEN p.format = 'csv' THEN h.header ELSE p.keys END AS header,
  p.fields,
  p.fields IS NULL OR (p.format = 'csv' AND len(p.fields) <> len(h.header)) AS malformed
FROM parsed p JOIN counting_files f USING (file_no) JOIN headers h USING (file_no)
WHERE p.format = 'jsonl' OR p.file_line > 1;
DROP TABLE parsed;
