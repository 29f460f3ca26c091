-- What differs between present_report, present_figure and former_report, former_figure, which are there when this runs.

-- A value that is the same in both editions is no change: each occurrence is taken out against one of the other edition.
-- Of reports that only one edition has, the report itself is told.
CREATE TEMP TABLE figure_left AS
WITH every AS (
    SELECT 'present' AS edition, * FROM present_figure UNION ALL BY NAME SELECT 'former' AS edition, * FROM former_figure
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY edition, record, report_id, indicator, dimension, kind, shown ORDER BY start, text) AS twin
    FROM every SEMI JOIN present_report USING (report_id) SEMI JOIN former_report USING (report_id)
)
FROM numbered QUALIFY count(*) OVER (PARTITION BY record, report_id, indicator, dimension, kind, shown, twin) = 1;

-- What is left of one indicator, dimension and kind in both is an old value and a new one.
CREATE TEMP TABLE figure_pair AS
WITH every AS (
    SELECT *, row_number() OVER (PARTITION BY edition, record, report_id, indicator, dimension, kind ORDER BY start, text) AS nth
    FROM figure_left
), present AS (FROM every WHERE edition = 'present'), former AS (FROM every WHERE edition = 'former')
SELECT coalesce(present.record, former.record) AS record, coalesce(present.report_id, former.report_id) AS report_id,
       present.indicator, present.dimension, former.indicator AS former_indicator, former.dimension AS former_dimension,
       present.shown AS present, former.shown AS former, present.start, former.start AS former_start,
       present.sentence, present.text, former.text AS former_text
FROM present FULL JOIN former USING (record, report_id, indicator, dimension, kind, nth);

-- The same words, gone under one indicator and new under another, have moved.
CREATE TEMP TABLE figure_change AS
WITH gone AS (
    SELECT *, row_number() OVER (PARTITION BY record, report_id, former_text, former_start ORDER BY former_indicator, former_dimension) AS nth
    FROM figure_pair WHERE present IS NULL
), new AS (
    SELECT *, row_number() OVER (PARTITION BY record, report_id, text, start ORDER BY indicator, dimension) AS nth
    FROM figure_pair WHERE former IS NULL
)
SELECT 'figure_changed' AS kind, record, report_id, indicator, dimension, NULL AS former_indicator, NULL AS former_dimension,
       former, present, start, sentence
FROM figure_pair WHERE present IS NOT NULL AND former IS NOT NULL
UNION ALL
SELECT CASE WHEN new.record IS NULL THEN 'figure_gone' WHEN gone.record IS NULL THEN 'figure_new' ELSE 'figure_moved' END,
       coalesce(new.record, gone.record), coalesce(new.report_id, gone.report_id),
       coalesce(new.indicator, gone.former_indicator), coalesce(new.dimension, gone.former_dimension),
       CASE WHEN new.record IS NOT NULL THEN gone.former_indicator END,
       CASE WHEN new.record IS NOT NULL THEN gone.former_dimension END,
       gone.former, new.present, new.start, new.sentence
FROM new FULL JOIN gone
    ON new.record = gone.record AND new.report_id = gone.report_id AND new.text = gone.former_text
        AND new.start = gone.former_start AND new.nth = gone.nth;

INSERT INTO change BY NAME
WITH every AS (
    SELECT CASE WHEN former.report_id IS NULL THEN 'report_new' WHEN present.report_id IS NULL THEN 'report_gone' ELSE 'report_replaced' END
            AS kind,
        'report' AS record, coalesce(present.report_id, former.report_id) AS report_id,
        coalesce(present.report_name, former.report_name) AS report_name, 0 AS rank
    FROM present_report AS present FULL JOIN former_report AS former ON present.report_id = former.report_id
    WHERE present.sha256 IS DISTINCT FROM former.sha256
    UNION ALL BY NAME
    SELECT figure_change.*, report_name, 1 AS rank FROM figure_change JOIN present_report USING (report_id)
)
SELECT (row_number() OVER (ORDER BY rank, every.report_id, indicator_no, dimension, start, every.kind, former) - 1)::INTEGER AS change_no,
    every.kind, record, report_id, report_name, every.indicator, dimension, former_indicator, former_dimension, former, present,
    CASE WHEN every.kind != 'report_gone' THEN 'report/' || report_id || '.html' || coalesce('#f' || start, '') END AS link, sentence
FROM every LEFT JOIN indicator USING (indicator);

DROP TABLE figure_left; DROP TABLE figure_pair; DROP TABLE figure_change;
