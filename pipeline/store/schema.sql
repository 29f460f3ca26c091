-- The store of one edition. Comments are published on the book's data page, so they are written for its readers.

CREATE TABLE domain (
    domain VARCHAR PRIMARY KEY,
    domain_no INTEGER NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE domain IS '指标的领域,如行政复议、矛盾纠纷调解';
COMMENT ON COLUMN domain.domain IS '领域代号';
COMMENT ON COLUMN domain.domain_no IS '领域在目录中的次序,从0起';
COMMENT ON COLUMN domain.name IS '领域名称';

CREATE TABLE indicator (
    indicator VARCHAR PRIMARY KEY,
    indicator_no INTEGER NOT NULL,
    domain VARCHAR NOT NULL REFERENCES domain (domain),
    name VARCHAR NOT NULL,
    name_en VARCHAR,
    kind VARCHAR NOT NULL,
    unit VARCHAR,
    definition VARCHAR,
    caveat VARCHAR,
    formula VARCHAR,
    source_title VARCHAR,
    source_url VARCHAR
);
COMMENT ON TABLE indicator IS '指标目录:报告所述的计数、比率、金额等指标,以及由它们推算的比率';
COMMENT ON COLUMN indicator.indicator IS '指标代号,各版不变';
COMMENT ON COLUMN indicator.indicator_no IS '指标在目录中的次序,从0起';
COMMENT ON COLUMN indicator.domain IS '所属领域的代号';
COMMENT ON COLUMN indicator.name IS '指标名称';
COMMENT ON COLUMN indicator.name_en IS '英文名称';
COMMENT ON COLUMN indicator.kind IS '种类:count 计数、rate 比率、money 金额、duration 时长、index 指数';
COMMENT ON COLUMN indicator.unit IS '计量单位';
COMMENT ON COLUMN indicator.definition IS '定义';
COMMENT ON COLUMN indicator.caveat IS '读者须知:口径、易混之处;一条一行';
COMMENT ON COLUMN indicator.formula IS '由计数推算的比率的公式;不推算的指标为空';
COMMENT ON COLUMN indicator.source_title IS '定义的出处;不止一处的用分号隔开';
COMMENT ON COLUMN indicator.source_url IS '第一个有网址的出处的网址';

CREATE TABLE legal_duty (
    duty VARCHAR PRIMARY KEY,
    duty_no INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    source_title VARCHAR,
    source_url VARCHAR
);
COMMENT ON TABLE legal_duty IS '年度报告在公开时间和内容上的法定要求';
COMMENT ON COLUMN legal_duty.duty IS '要求的代号';
COMMENT ON COLUMN legal_duty.duty_no IS '在目录中的次序,从0起';
COMMENT ON COLUMN legal_duty.name IS '要求的简称';
COMMENT ON COLUMN legal_duty.rule IS '要求的内容';
COMMENT ON COLUMN legal_duty.source_title IS '依据';
COMMENT ON COLUMN legal_duty.source_url IS '依据的网址';

CREATE TABLE reference_value (
    reference_no INTEGER PRIMARY KEY,
    indicator VARCHAR NOT NULL REFERENCES indicator (indicator),
    scope VARCHAR NOT NULL,
    year INTEGER,
    period VARCHAR,
    value DECIMAL(24, 6) NOT NULL,
    unit VARCHAR NOT NULL,
    approximation VARCHAR NOT NULL CHECK (approximation IN ('exact', 'over', 'under', 'about')),
    role VARCHAR NOT NULL CHECK (role IN ('level', 'target')),
    dimension VARCHAR NOT NULL,
    variant VARCHAR,
    note VARCHAR,
    source_title VARCHAR NOT NULL,
    source_url VARCHAR,
    reprint BOOLEAN NOT NULL,
    usable BOOLEAN NOT NULL
);
COMMENT ON TABLE reference_value IS '全国和省级的参照数字及其出处';
COMMENT ON COLUMN reference_value.reference_no IS '序号,从0起';
COMMENT ON COLUMN reference_value.indicator IS '指标代号';
COMMENT ON COLUMN reference_value.scope IS '范围:全国或省份';
COMMENT ON COLUMN reference_value.year IS '年度;不是某一年的数为空';
COMMENT ON COLUMN reference_value.period IS '不是某一年的数所属的期间';
COMMENT ON COLUMN reference_value.value IS '数值;比率为百分数';
COMMENT ON COLUMN reference_value.unit IS '计量单位';
COMMENT ON COLUMN reference_value.approximation IS '精确程度:exact、over、under、about';
COMMENT ON COLUMN reference_value.role IS '性质:level 实数、target 目标数';
COMMENT ON COLUMN reference_value.dimension IS '分项,写作“键=值”,多项用分号隔开;总数为空串';
COMMENT ON COLUMN reference_value.variant IS '口径;同一指标有几种口径时写明';
COMMENT ON COLUMN reference_value.note IS '说明';
COMMENT ON COLUMN reference_value.source_title IS '出处';
COMMENT ON COLUMN reference_value.source_url IS '出处的网址';
COMMENT ON COLUMN reference_value.reprint IS '是否只见于转载';
COMMENT ON COLUMN reference_value.usable IS '是否可在网站上展示';

CREATE TABLE report (
    report_id VARCHAR PRIMARY KEY,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    encoding VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL,
    characters INTEGER NOT NULL,
    title VARCHAR,
    issuer VARCHAR,
    region_code VARCHAR,
    region_path VARCHAR [],
    region_note VARCHAR,
    level VARCHAR,
    doc_type VARCHAR NOT NULL,
    year INTEGER,
    published_on DATE,
    signed_on DATE,
    dated_on DATE,
    publisher VARCHAR,
    source_url VARCHAR,
    retrieved_on DATE,
    provenance_note VARCHAR,
    key_terms VARCHAR [] NOT NULL,
    boilerplate_share DECIMAL(24, 6),
    background_reports INTEGER
);
COMMENT ON TABLE report IS '报告,一份一行';
COMMENT ON COLUMN report.report_id IS '报告代号,即文件名去掉后缀';
COMMENT ON COLUMN report.file IS '原始文件名';
COMMENT ON COLUMN report.sha256 IS '原始文件的 SHA-256 摘要';
COMMENT ON COLUMN report.encoding IS '原始文件的字符编码';
COMMENT ON COLUMN report.media_type IS '原始文件的媒体类型';
COMMENT ON COLUMN report.characters IS '正文字符数(含标点与空白)';
COMMENT ON COLUMN report.title IS '标题,照原文';
COMMENT ON COLUMN report.issuer IS '发布主体:标题或落款所称的机关,不是网页的“来源”';
COMMENT ON COLUMN report.region_code IS '行政区划代码(六位;乡镇九位)';
COMMENT ON COLUMN report.region_path IS '所在地,自省级起逐级排列';
COMMENT ON COLUMN report.region_note IS '所在地无法确定时的原因';
COMMENT ON COLUMN report.level IS '层级:province 省级、prefecture 市级、county 县级、township 乡级、department 部门';
COMMENT ON COLUMN report.doc_type IS '文种:annual_report 年度报告、work_summary 工作总结、department_report 部门报告、npc_inspection_report 人大视察报告、other 其他';
COMMENT ON COLUMN report.year IS '所述年度';
COMMENT ON COLUMN report.published_on IS '发布(公开)日期';
COMMENT ON COLUMN report.signed_on IS '落款日期';
COMMENT ON COLUMN report.dated_on IS '成文(发文)日期';
COMMENT ON COLUMN report.publisher IS '发布网站或单位,据收录记录';
COMMENT ON COLUMN report.source_url IS '来源网址,据收录记录';
COMMENT ON COLUMN report.retrieved_on IS '取得日期,据收录记录';
COMMENT ON COLUMN report.provenance_note IS '来源说明,据收录记录';
COMMENT ON COLUMN report.key_terms IS '关键词:这份报告里多、别的报告里少的词,最突出的在前';
COMMENT ON COLUMN report.boilerplate_share IS '套话占比:每连续八个汉字为一段,约百分之几的段在背景表的别的报告里一字不差地出现过(按四分之一的段估计);背景表里没有别的报告的为空';
COMMENT ON COLUMN report.background_reports IS '关键词和套话占比是和背景表里多少份别的报告比出来的;这份报告自己不算在内';

CREATE TABLE report_place (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    step INTEGER NOT NULL,
    place_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (report_id, step)
);
COMMENT ON TABLE report_place IS '报告所在地自省级起的每一级地方;用它找出一地及其以下的全部报告';
COMMENT ON COLUMN report_place.report_id IS '报告代号';
COMMENT ON COLUMN report_place.step IS '在路径上的位置,省级为0';
COMMENT ON COLUMN report_place.place_id IS '地方代号:行政区划代码;代码不明的乡镇为县的代码加名称';
COMMENT ON COLUMN report_place.name IS '地方名称';

CREATE TABLE source_text (
    report_id VARCHAR PRIMARY KEY REFERENCES report (report_id),
    text VARCHAR NOT NULL
);
COMMENT ON TABLE source_text IS '报告原文;各表的起止位置都指向它';
COMMENT ON COLUMN source_text.report_id IS '报告代号';
COMMENT ON COLUMN source_text.text IS '解码后的原文,一字未改';

CREATE TABLE section (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    section_no INTEGER NOT NULL,
    parent_no INTEGER,
    label VARCHAR NOT NULL,
    heading VARCHAR NOT NULL,
    depth INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    PRIMARY KEY (report_id, section_no)
);
COMMENT ON TABLE section IS '报告的章节';
COMMENT ON COLUMN section.report_id IS '报告代号';
COMMENT ON COLUMN section.section_no IS '章节在报告中的序号,从0起';
COMMENT ON COLUMN section.parent_no IS '上级章节的序号;最上一级为空';
COMMENT ON COLUMN section.label IS '编号,照原文';
COMMENT ON COLUMN section.heading IS '标题,不含编号';
COMMENT ON COLUMN section.depth IS '层次,最上一级为1';
COMMENT ON COLUMN section.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN section.span_end IS '在原文中的终点(不含)';

CREATE TABLE quantity (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    quantity_no INTEGER NOT NULL,
    section_no INTEGER,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    value DECIMAL(24, 6) NOT NULL,
    value_high DECIMAL(24, 6),
    unit VARCHAR NOT NULL,
    approximation VARCHAR NOT NULL CHECK (approximation IN ('exact', 'over', 'under', 'about')),
    role VARCHAR NOT NULL CHECK (role IN ('level', 'change', 'target')),
    direction VARCHAR,
    row_heading VARCHAR,
    column_heading VARCHAR,
    sentence VARCHAR NOT NULL,
    bound BOOLEAN NOT NULL,
    unbound_noun VARCHAR,
    unbound_reason VARCHAR,
    PRIMARY KEY (report_id, quantity_no)
);
COMMENT ON TABLE quantity IS '报告所述的每个数字,未能归入指标的也在内';
COMMENT ON COLUMN quantity.report_id IS '报告代号';
COMMENT ON COLUMN quantity.quantity_no IS '数字在报告中的序号,从0起';
COMMENT ON COLUMN quantity.section_no IS '所在章节(最内一层)的序号';
COMMENT ON COLUMN quantity.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN quantity.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN quantity.text IS '数字的原文';
COMMENT ON COLUMN quantity.value IS '数值,已计入百、千、万、亿;百分数保留百分号前的数';
COMMENT ON COLUMN quantity.value_high IS '区间的上限;不是区间的为空';
COMMENT ON COLUMN quantity.unit IS '单位,照原文;原文缺单位的为空串';
COMMENT ON COLUMN quantity.approximation IS '精确程度:exact 确数、over 以上、under 以下、about 大约';
COMMENT ON COLUMN quantity.role IS '性质:level 当期数、change 增减数、target 目标数';
COMMENT ON COLUMN quantity.direction IS '增减方向:up 增、down 减;不是增减数的为空';
COMMENT ON COLUMN quantity.row_heading IS '表格中的行标题';
COMMENT ON COLUMN quantity.column_heading IS '表格中的列标题';
COMMENT ON COLUMN quantity.sentence IS '所在的句子';
COMMENT ON COLUMN quantity.bound IS '是否归入了指标(同值再述的也算)';
COMMENT ON COLUMN quantity.unbound_noun IS '未归入指标的数字所计的事物;已归入的为空';
COMMENT ON COLUMN quantity.unbound_reason IS '未归入指标的原因;已归入的为空';

CREATE TABLE observation (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    observation_no INTEGER NOT NULL,
    quantity_no INTEGER,
    section_no INTEGER,
    indicator VARCHAR NOT NULL REFERENCES indicator (indicator),
    dimension VARCHAR NOT NULL,
    period VARCHAR,
    value DECIMAL(24, 6) NOT NULL,
    value_high DECIMAL(24, 6),
    unit VARCHAR NOT NULL,
    approximation VARCHAR NOT NULL CHECK (approximation IN ('exact', 'over', 'under', 'about')),
    role VARCHAR NOT NULL CHECK (role IN ('level', 'change', 'target')),
    direction VARCHAR,
    inferred BOOLEAN NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    correction_no INTEGER,
    PRIMARY KEY (report_id, observation_no)
);
COMMENT ON TABLE observation IS '观测值:某报告陈述某指标为某值';
COMMENT ON COLUMN observation.report_id IS '报告代号';
COMMENT ON COLUMN observation.observation_no IS '观测值在报告中的序号,从0起';
COMMENT ON COLUMN observation.quantity_no IS '所据数字的序号;由文字推定的为空';
COMMENT ON COLUMN observation.section_no IS '所在章节(最内一层)的序号';
COMMENT ON COLUMN observation.indicator IS '指标代号';
COMMENT ON COLUMN observation.dimension IS '分项,写作“键=值”,多项用分号隔开;总数为空串';
COMMENT ON COLUMN observation.period IS '不是当年全年的数字所属的期间;有此项的不代表当年';
COMMENT ON COLUMN observation.value IS '数值;百分数保留百分号前的数';
COMMENT ON COLUMN observation.value_high IS '区间的上限;不是区间的为空';
COMMENT ON COLUMN observation.unit IS '单位,照原文;原文缺单位的用指标的单位';
COMMENT ON COLUMN observation.approximation IS '精确程度:exact 确数、over 以上、under 以下、about 大约';
COMMENT ON COLUMN observation.role IS '性质:level 当期数、change 增减数、target 目标数';
COMMENT ON COLUMN observation.direction IS '增减方向:up 增、down 减;不是增减数的为空';
COMMENT ON COLUMN observation.inferred IS '是否由文字推定(如“未制定”即0);推定的不参与推算';
COMMENT ON COLUMN observation.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN observation.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN observation.text IS '数字或文字的原文';
COMMENT ON COLUMN observation.sentence IS '所在的句子';
COMMENT ON COLUMN observation.rule IS '据以归入指标的措辞规则';
COMMENT ON COLUMN observation.correction_no IS '人工更正过的,为更正的序号;照读取结果的为空';

CREATE TABLE observation_span (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    observation_no INTEGER NOT NULL,
    part VARCHAR NOT NULL,
    span_no INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (report_id, observation_no, part, span_no),
    FOREIGN KEY (report_id, observation_no) REFERENCES observation (report_id, observation_no)
);
COMMENT ON TABLE observation_span IS '观测值在原文中的其他位置:同值再述之处与归入指标的依据';
COMMENT ON COLUMN observation_span.report_id IS '报告代号';
COMMENT ON COLUMN observation_span.observation_no IS '观测值的序号';
COMMENT ON COLUMN observation_span.part IS '作用:also 同值再述、evidence 归入指标所依据的文字';
COMMENT ON COLUMN observation_span.span_no IS '次序,从0起';
COMMENT ON COLUMN observation_span.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN observation_span.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN observation_span.text IS '原文';
COMMENT ON COLUMN observation_span.sentence IS '所在的句子';

CREATE TABLE rate (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    rate_no INTEGER NOT NULL,
    indicator VARCHAR NOT NULL REFERENCES indicator (indicator),
    dimension VARCHAR NOT NULL,
    period VARCHAR,
    method VARCHAR NOT NULL CHECK (method IN ('reported', 'computed', 'implied')),
    value DECIMAL(24, 6),
    low DECIMAL(24, 6),
    high DECIMAL(24, 6),
    direction VARCHAR,
    numerator DECIMAL(24, 6),
    denominator DECIMAL(24, 6),
    basis VARCHAR,
    note VARCHAR,
    corrected BOOLEAN NOT NULL,
    PRIMARY KEY (report_id, rate_no)
);
COMMENT ON TABLE rate IS '比率:报告所称的、由其计数算出的、由其反推的,分行并列,从不合并';
COMMENT ON COLUMN rate.report_id IS '报告代号';
COMMENT ON COLUMN rate.rate_no IS '比率在报告中的序号,从0起';
COMMENT ON COLUMN rate.indicator IS '指标代号';
COMMENT ON COLUMN rate.dimension IS '分项,写作“键=值”,多项用分号隔开;总数为空串';
COMMENT ON COLUMN rate.period IS '不是当年全年的比率所属的期间;有此项的不代表当年';
COMMENT ON COLUMN rate.method IS '得来的方式:reported 报告所称、computed 由计数算出、implied 反推';
COMMENT ON COLUMN rate.value IS '百分数;不能给出的为空,原因见 note';
COMMENT ON COLUMN rate.low IS '计数不是确数时的下限';
COMMENT ON COLUMN rate.high IS '计数不是确数时的上限';
COMMENT ON COLUMN rate.direction IS '增减率的方向:up 增、down 减;比率的值恒为正';
COMMENT ON COLUMN rate.numerator IS '分子';
COMMENT ON COLUMN rate.denominator IS '分母';
COMMENT ON COLUMN rate.basis IS '分母的口径,如审结、受理、开庭';
COMMENT ON COLUMN rate.note IS '说明:不给值的原因、样本小等';
COMMENT ON COLUMN rate.corrected IS '是否用到了人工更正过的数字';

CREATE TABLE rate_span (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    rate_no INTEGER NOT NULL,
    part VARCHAR NOT NULL,
    span_no INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (report_id, rate_no, part, span_no),
    FOREIGN KEY (report_id, rate_no) REFERENCES rate (report_id, rate_no)
);
COMMENT ON TABLE rate_span IS '比率的分子、分母在原文中的位置';
COMMENT ON COLUMN rate_span.report_id IS '报告代号';
COMMENT ON COLUMN rate_span.rate_no IS '比率的序号';
COMMENT ON COLUMN rate_span.part IS '作用:numerator 分子、denominator 分母';
COMMENT ON COLUMN rate_span.span_no IS '次序,从0起;几数相加的有几处';
COMMENT ON COLUMN rate_span.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN rate_span.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN rate_span.text IS '原文';
COMMENT ON COLUMN rate_span.sentence IS '所在的句子';

CREATE VIEW rate_formula AS
WITH written AS (
    SELECT report_id, rate_no, part,
           if(count(*) > 1, '(' || string_agg(text, '+' ORDER BY span_no) || ')', any_value(text)) AS text,
           string_agg(DISTINCT sentence, ' … ' ORDER BY sentence) AS sentence
    FROM rate_span GROUP BY ALL
)
SELECT report.report_id, report.title, report.year, indicator.name AS indicator_name, rate.dimension, rate.method, rate.value,
       numerator.text || ' ÷ ' || denominator.text AS formula,
       (100 * rate.numerator / rate.denominator)::DECIMAL(24, 4) AS recomputed,
       rate.basis, rate.note, numerator.sentence AS numerator_sentence, denominator.sentence AS denominator_sentence
FROM rate
JOIN report USING (report_id)
JOIN indicator USING (indicator)
LEFT JOIN written AS numerator
    ON numerator.report_id = rate.report_id AND numerator.rate_no = rate.rate_no AND numerator.part = 'numerator'
LEFT JOIN written AS denominator
    ON denominator.report_id = rate.report_id AND denominator.rate_no = rate.rate_no AND denominator.part = 'denominator';
COMMENT ON VIEW rate_formula IS '每个比率是怎样来的:分子、分母的原文与所在的句子,以及按原数重算的结果';
COMMENT ON COLUMN rate_formula.report_id IS '报告代号';
COMMENT ON COLUMN rate_formula.title IS '报告标题';
COMMENT ON COLUMN rate_formula.year IS '所述年度';
COMMENT ON COLUMN rate_formula.indicator_name IS '比率的名称';
COMMENT ON COLUMN rate_formula.dimension IS '分项';
COMMENT ON COLUMN rate_formula.method IS '得来的方式:reported 报告所称、computed 由计数算出、implied 反推';
COMMENT ON COLUMN rate_formula.value IS '百分数;不能给出的为空,原因见 note';
COMMENT ON COLUMN rate_formula.formula IS '分子 ÷ 分母,照原文写出';
COMMENT ON COLUMN rate_formula.recomputed IS '按分子、分母重算的百分数,四位小数';
COMMENT ON COLUMN rate_formula.basis IS '分母的口径';
COMMENT ON COLUMN rate_formula.note IS '说明:不给值的原因、样本小等';
COMMENT ON COLUMN rate_formula.numerator_sentence IS '分子所在的句子';
COMMENT ON COLUMN rate_formula.denominator_sentence IS '分母所在的句子';

CREATE TABLE finding (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    finding_no INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL CHECK (
        verdict IN ('consistent', 'rounding', 'truncation', 'contradiction', 'incomplete', 'not_comparable')
    ),
    indicators VARCHAR [] NOT NULL,
    stated VARCHAR NOT NULL,
    recomputed VARCHAR NOT NULL,
    note VARCHAR,
    blocks VARCHAR [] NOT NULL,
    PRIMARY KEY (report_id, finding_no)
);
COMMENT ON TABLE finding IS '核对结果:报告自身的每个算术关系,相符的也在内';
COMMENT ON COLUMN finding.report_id IS '报告代号';
COMMENT ON COLUMN finding.finding_no IS '核对结果在报告中的序号,从0起';
COMMENT ON COLUMN finding.kind IS '关系的种类,如合计、比率、增减';
COMMENT ON COLUMN finding.verdict IS '结论:consistent 相符、rounding 四舍五入、truncation 截尾、contradiction 矛盾、incomplete 缺数、not_comparable 不可比';
COMMENT ON COLUMN finding.indicators IS '涉及的指标代号';
COMMENT ON COLUMN finding.stated IS '报告所述';
COMMENT ON COLUMN finding.recomputed IS '复算所得';
COMMENT ON COLUMN finding.note IS '说明';
COMMENT ON COLUMN finding.blocks IS '因矛盾而不能用来推算比率的指标代号';

CREATE TABLE finding_span (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    finding_no INTEGER NOT NULL,
    span_no INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (report_id, finding_no, span_no),
    FOREIGN KEY (report_id, finding_no) REFERENCES finding (report_id, finding_no)
);
COMMENT ON TABLE finding_span IS '核对结果所涉数字在原文中的位置';
COMMENT ON COLUMN finding_span.report_id IS '报告代号';
COMMENT ON COLUMN finding_span.finding_no IS '核对结果的序号';
COMMENT ON COLUMN finding_span.span_no IS '次序,从0起';
COMMENT ON COLUMN finding_span.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN finding_span.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN finding_span.text IS '原文';
COMMENT ON COLUMN finding_span.sentence IS '所在的句子';

CREATE TABLE duty (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    duty VARCHAR NOT NULL REFERENCES legal_duty (duty),
    status VARCHAR NOT NULL CHECK (
        status IN ('present', 'partial', 'absent', 'not_applicable', 'unverifiable')
    ),
    span_start INTEGER,
    span_end INTEGER,
    text VARCHAR,
    note VARCHAR,
    PRIMARY KEY (report_id, duty)
);
COMMENT ON TABLE duty IS '报告对法定要求的履行情况';
COMMENT ON COLUMN duty.report_id IS '报告代号';
COMMENT ON COLUMN duty.duty IS '要求的代号';
COMMENT ON COLUMN duty.status IS '结论:present 有、partial 部分、absent 无、not_applicable 不适用、unverifiable 无法核实';
COMMENT ON COLUMN duty.span_start IS '依据在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN duty.span_end IS '依据在原文中的终点(不含)';
COMMENT ON COLUMN duty.text IS '依据的原文';
COMMENT ON COLUMN duty.note IS '说明';

CREATE TABLE fault (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    fault_no INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    repaired VARCHAR,
    note VARCHAR,
    PRIMARY KEY (report_id, fault_no)
);
COMMENT ON TABLE fault IS '原文本身的破损之处,如粘连的数字、丢失的单位、被篡改的字词';
COMMENT ON COLUMN fault.report_id IS '报告代号';
COMMENT ON COLUMN fault.fault_no IS '破损在报告中的序号,从0起';
COMMENT ON COLUMN fault.kind IS '种类';
COMMENT ON COLUMN fault.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN fault.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN fault.text IS '原文';
COMMENT ON COLUMN fault.action IS '处理:flag 标出、repair 修复(原文保留)、strip 不展示';
COMMENT ON COLUMN fault.repaired IS '修复后的文字;未修复的为空';
COMMENT ON COLUMN fault.note IS '说明';

CREATE TABLE correction (
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    correction_no INTEGER NOT NULL,
    action VARCHAR NOT NULL CHECK (action IN ('corrected', 'withheld')),
    indicator VARCHAR NOT NULL REFERENCES indicator (indicator),
    dimension VARCHAR NOT NULL,
    value DECIMAL(24, 6) NOT NULL,
    new_indicator VARCHAR REFERENCES indicator (indicator),
    new_dimension VARCHAR,
    new_value DECIMAL(24, 6),
    reason VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    PRIMARY KEY (report_id, correction_no)
);
COMMENT ON TABLE correction IS '人工更正:程序读错而规则一时改不了的数字,更正或撤下,写明原因';
COMMENT ON COLUMN correction.report_id IS '报告代号';
COMMENT ON COLUMN correction.correction_no IS '更正在报告中的序号,从0起';
COMMENT ON COLUMN correction.action IS '处理:corrected 更正、withheld 撤下(不再作为观测值公布)';
COMMENT ON COLUMN correction.indicator IS '程序读出的指标代号';
COMMENT ON COLUMN correction.dimension IS '程序读出的分项';
COMMENT ON COLUMN correction.value IS '程序读出的数值';
COMMENT ON COLUMN correction.new_indicator IS '更正后的指标代号;撤下的为空';
COMMENT ON COLUMN correction.new_dimension IS '更正后的分项;撤下的为空';
COMMENT ON COLUMN correction.new_value IS '更正后的数值;撤下的为空';
COMMENT ON COLUMN correction.reason IS '更正的原因';
COMMENT ON COLUMN correction.source IS '更正的依据';
COMMENT ON COLUMN correction.span_start IS '在原文中的起点(第几个字符,从0起)';
COMMENT ON COLUMN correction.span_end IS '在原文中的终点(不含)';
COMMENT ON COLUMN correction.text IS '数字或文字的原文';
COMMENT ON COLUMN correction.sentence IS '所在的句子';

CREATE TABLE change (
    change_no INTEGER PRIMARY KEY,
    kind VARCHAR NOT NULL CHECK (
        kind IN ('report_new', 'report_gone', 'report_replaced', 'figure_new', 'figure_gone', 'figure_changed', 'figure_moved')
    ),
    record VARCHAR NOT NULL CHECK (record IN ('report', 'observation', 'rate')),
    report_id VARCHAR NOT NULL,
    report_name VARCHAR NOT NULL,
    indicator VARCHAR,
    dimension VARCHAR,
    former_indicator VARCHAR,
    former_dimension VARCHAR,
    former VARCHAR,
    present VARCHAR,
    link VARCHAR,
    sentence VARCHAR
);
COMMENT ON TABLE change IS '与上一版相比新增、撤下、改变了什么;没有上一版的为空表';
COMMENT ON COLUMN change.change_no IS '序号,从0起';
COMMENT ON COLUMN change.kind IS '种类:report_new 新报告、report_gone 撤下的报告、report_replaced 原始文件换过的报告、figure_new 新的值、figure_gone 不再有的值、figure_changed 值改变、figure_moved 改归别的指标或分项';
COMMENT ON COLUMN change.record IS '所说的表:report 报告、observation 观测值、rate 比率';
COMMENT ON COLUMN change.report_id IS '报告代号;撤下的报告不在本版的 report 表里';
COMMENT ON COLUMN change.report_name IS '报告的简称';
COMMENT ON COLUMN change.indicator IS '指标代号';
COMMENT ON COLUMN change.dimension IS '分项,写作“键=值”,多项用分号隔开;总数为空串';
COMMENT ON COLUMN change.former_indicator IS '改归以前的指标代号';
COMMENT ON COLUMN change.former_dimension IS '改归以前的分项';
COMMENT ON COLUMN change.former IS '上一版的值';
COMMENT ON COLUMN change.present IS '本版的值';
COMMENT ON COLUMN change.link IS '在网站上的位置;报告撤下了的为空';
COMMENT ON COLUMN change.sentence IS '本版的值所在的句子;不再有的为空';

CREATE TABLE comparison (
    record VARCHAR NOT NULL CHECK (record IN ('rate', 'observation')),
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    record_no INTEGER NOT NULL,
    group_no INTEGER,
    reason VARCHAR,
    PRIMARY KEY (record, report_id, record_no)
);
COMMENT ON TABLE comparison IS '不同报告的值哪些可以并列:同一指标的值分成组,同组的才可画在一张图里';
COMMENT ON COLUMN comparison.record IS '所比的表:rate 比率、observation 观测值';
COMMENT ON COLUMN comparison.report_id IS '报告代号';
COMMENT ON COLUMN comparison.record_no IS '比率或观测值在报告中的序号';
COMMENT ON COLUMN comparison.group_no IS '组在该指标内的序号,从0起,0最大;不能与任何值并列的为空';
COMMENT ON COLUMN comparison.reason IS '不在最大一组里的原因;在其中的为空';

CREATE TABLE reference_match (
    record VARCHAR NOT NULL CHECK (record IN ('rate', 'observation')),
    report_id VARCHAR NOT NULL REFERENCES report (report_id),
    record_no INTEGER NOT NULL,
    reference_no INTEGER NOT NULL REFERENCES reference_value (reference_no),
    nearness INTEGER NOT NULL,
    PRIMARY KEY (record, report_id, record_no, reference_no)
);
COMMENT ON TABLE reference_match IS '报告的值旁边可以放哪些全国或省级数字:定义、年度、范围都相符的';
COMMENT ON COLUMN reference_match.record IS '所比的表:rate 比率、observation 观测值';
COMMENT ON COLUMN reference_match.report_id IS '报告代号';
COMMENT ON COLUMN reference_match.record_no IS '比率或观测值在报告中的序号';
COMMENT ON COLUMN reference_match.reference_no IS '参照数字的序号';
COMMENT ON COLUMN reference_match.nearness IS '次序,从0起;范围最近的在前';

CREATE TABLE coverage (
    indicator VARCHAR PRIMARY KEY REFERENCES indicator (indicator),
    reports_stating INTEGER NOT NULL,
    reports_with_rate INTEGER NOT NULL,
    reports_comparable INTEGER NOT NULL
);
COMMENT ON TABLE coverage IS '各指标的覆盖面';
COMMENT ON COLUMN coverage.indicator IS '指标代号';
COMMENT ON COLUMN coverage.reports_stating IS '写明该指标的报告数';
COMMENT ON COLUMN coverage.reports_with_rate IS '所称、可算或可反推出该比率的报告数';
COMMENT ON COLUMN coverage.reports_comparable IS '可以并列的最大一组值出自几份报告;只有一份的记为0';

CREATE TABLE refusal (
    file VARCHAR PRIMARY KEY,
    code VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);
COMMENT ON TABLE refusal IS '未能读取的文件';
COMMENT ON COLUMN refusal.file IS '文件名';
COMMENT ON COLUMN refusal.code IS '原因代号';
COMMENT ON COLUMN refusal.message IS '原因';

CREATE TABLE build (
    pipeline_version VARCHAR NOT NULL,
    catalogue_sha256 VARCHAR NOT NULL,
    edition_date DATE,
    former_edition VARCHAR,
    reports INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    quantities INTEGER NOT NULL,
    quantities_bound INTEGER NOT NULL,
    quantities_unbound INTEGER NOT NULL,
    observations INTEGER NOT NULL,
    rates INTEGER NOT NULL,
    relations_checked INTEGER NOT NULL,
    contradictions INTEGER NOT NULL,
    faults INTEGER NOT NULL
);
COMMENT ON TABLE build IS '本版的由来与总数,只有一行';
COMMENT ON COLUMN build.pipeline_version IS '程序版本';
COMMENT ON COLUMN build.catalogue_sha256 IS '指标目录的 SHA-256 摘要';
COMMENT ON COLUMN build.edition_date IS '本版日期,取自环境变量 SOURCE_DATE_EPOCH;未设的为空';
COMMENT ON COLUMN build.former_edition IS '作比较的上一版的名称;没有上一版的为空';
COMMENT ON COLUMN build.reports IS '收录的报告数';
COMMENT ON COLUMN build.refusals IS '未能读取的文件数';
COMMENT ON COLUMN build.quantities IS '数字总数';
COMMENT ON COLUMN build.quantities_bound IS '归入指标的数字数';
COMMENT ON COLUMN build.quantities_unbound IS '未归入指标的数字数';
COMMENT ON COLUMN build.observations IS '观测值数';
COMMENT ON COLUMN build.rates IS '比率数';
COMMENT ON COLUMN build.relations_checked IS '核对过的算术关系数';
COMMENT ON COLUMN build.contradictions IS '其中结论为矛盾的数目';
COMMENT ON COLUMN build.faults IS '原文破损数';
