"""The words around a figure: classifiers and units, what only looks like one, and approximators.

Units are an open class. The lists here let the common ones be recognised at once and longest first;
`NOT_A_UNIT` bounds the fallback, which takes the character after a number as its classifier.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One-character classifiers and measures. Most of them also form a second one with 次 (人次, 场次, 块次).
CLASSIFIERS = (
    "件个次人名项条份起场家期部张本册篇位台辆艘架艇支只把枚块幅面顶套座栋幢间所处户口批轮类种样组队班"
    "对双副首集卷封则例宗笔单桶箱袋盒瓶包捆束株棵头匹尾羽粒颗根片层级段节章款道门课讲堂股扇盏眼孔尊盘"
    "碗杯罐筐车船尺寸亩顷吨斤克元角倍度天周秒趟遍回顿阵圈站票席桌局幕页帧格字词句声县市镇乡村省区州校"
    "院厂店馆库桥坝碟床笼卡杆樘宅尸刀发枪炮阶档链码贯垛丛簇挂摞沓截串滴吊剂针管员案折畦畝铺点分团盆缸"
    "抹抔坛瓣瓮坨炉窑窝钵泓汪泡轴柄柱撮缕绺溜排茬拨伙帮味服帖贴成通"
)
# Classifiers of whole things: 1.5个 at the head of a line is heading 1, then 5个.
COUNTING = frozenset("件个次人名项条份起场家期部张本册篇位台辆艘架支只枚块座栋所处户批轮类种组队班宗")

MEASURES = _words(
    """
    µg μg 台套 % GB GW KB KG KM MB MW PB TB cm kW kWh kg km km2 km² m2 m3 mg ml mm m²
    m³ °C ‰ ℃ ㎏ ㎞ ㎡ ㎥ 个季度 个学时 个小时 个工作日 个工时 个星期 个月 个百分点 个自然日 个课时 亩次 人份 人天
    人日 人民币 亿千瓦时 元钱 兆瓦 公升 公斤 公里 公顷 分钟 剂次 千克 千瓦 千瓦时 千米 升 华里 厘米 吨标准煤 大类 大项 学时
    小时 小类 小项 工作日 工时 席位 平米 平方 平方公里 平方千米 平方米 床位 微克 微米 日元 欧元 毫克 毫升 毫米 海里 港元 港币
    百分点 秒钟 立方 立方米 米 美元 股份 英镑 课时 车皮 车道 里 ％
    """
)

# After a number these make a date, an age, an address, a number in a series: no statement of how much …
NOT_COUNTED = _words(
    """
    世纪 号 号令 号文 号楼 号线 周岁 周年 字头 季度 室 届 岁 年 年代 年份 年度 年级 日 时 星 星级 月 月份 月初 月底 楼
    点半 点钟 版 环路 码 线 线城市 路
    """
)
# … and these never count, whatever stands around them.
NEVER_COUNTED = _words(
    """
    号 周岁 周年 室 届 岁 年代 年份 年度 年级 星级 月 月份 月初 月底 楼 点半 点钟 版 码
    """
)

# A classifier followed by these characters is the beginning of a noun instead (25部门 has lost its 个) …
NOUNS_LIKE_CLASSIFIERS = _words(
    """
    乡镇 人员 人均 人大 人民 人社 例如 分别 分管 分类 包含 包括 区县 区域 区级 单位 县区 县级 发展 发布 发挥 发放
    发现 发生 台账 名单 员工 团体 团队 场所 处室 处理 处罚 家庭 对全 对口 对外 对象 层级 市县 市级 店铺 座谈 张贴 户籍
    所有 排查 排放 支部 服务 期间 本区 本县 本市 本年 本级 村居 村民 村级 条例 校园 案件 案例 档案 点位 点击 班子 省级 码头
    票据 站点 管控 管理 级别 级联 组织 股东 节约 课程 起草 起诉 转办 道路 部委 部署 部门 镇村 门店 门户 院校 集中 集体
    面向 面积 项目 首先 首次 节气 节日 节点 节能 节假 市民 市场 市长 县长 县城 区长 镇长 村长 村委 校长 院长 员额
    服役 口径 案卷 部分 位于 名称 组成 次要 人力 人镇 人乡 通过 通报 通知 通告 通道 通办 通用 通行 通信 通讯 通车
    """
)
# … unless the character after that shows it was a classifier after all (5起诉讼, 12项目标).
CLASSIFIERS_AFTER_ALL = _words(
    """
    单位次 名单位 场地震 处分别 部分别 家园区 家长期 支部队 案件次 次要求 起诉讼 项目标 项目次
    """
)

# Nouns that are sometimes counted without a classifier: the unit is lost, the number still counts.
COUNTED_NOUNS = tuple(sorted(_words("部门 部委 乡镇 街道 社区 行政村 村(社区) 单位 项目 党员 村 案件 事项")))
# 成 before one of these is a verb, and no tenth.
NOT_TENTHS = "功立员为效果本年人都绩就长熟套分形了"

# Function words and common beginnings of nouns and verbs: never a classifier.
NOT_A_UNIT = frozenset(
    "上下不与专且业东中为主举么也习了于产什仍从他令以们仲任企众优会传但低何余作你使例依便信先党入全公"
    "共关其内再凡出划列创利到制前力办加务动助化北南印又及发受另可台右司各后向和商因国在场均型域培基境"
    "处复外多大她好如委学它安完定实审宣对导将小就层居展属工左己已市师干平并应府度建开强律得怎思急性总"
    "息惠感我或战所才执把投报指按据接推提援政救教数整料新方无旧时明是普曾有服未机权材构果某查标根案检"
    "模此步每比民求治法流消涉深清点热然照率环现理生用由电略的监目督研示程究立第等管系约组织经结给统网"
    "罚群老者而职育能自至若范荣获营落虽行被裁西要规解警计让训议许设访证评诉该调谓责走超路达过近还这进"
    "选通那都重长间防限需须领题首高农师居青儿游乘旅移贫客粉"
)

# Approximators before a number, longest first.
OVER_BEFORE = ("不少于", "不低于", "不小于", "超过", "高于", "多于", "大于", "至少", "超", "逾")
UNDER_BEFORE = (
    "不超过",
    "不高于",
    "不多于",
    "将近",
    "接近",
    "低于",
    "少于",
    "小于",
    "不足",
    "不到",
    "不满",
    "近",
)
ABOUT_BEFORE = ("大约", "约")
# 近 and 约 that belong to the word before: 附近3个村, 预约12次, 节约20万元.
NOT_APPROXIMATORS = _words(
    """
    临近 亲近 民约 公约 制约 反超 合约 商约 失约 契约 就近 履约 抵近 最近 条约 毁约 特约 盟约 相约 签约 简约 约约 续约 缔约
    节约 解约 订约 贴近 走近 赴约 赶超 商超 治超 查超 远近 违约 迫近 邀约 邻近 附近 集约 靠近 预约 高超
    """
)
# … unless their first character ends another word before it: 调解约90件, 修订约20件, 提高超过30%.
APPROXIMATED_AFTER_ALL = _words(
    """
    调解 化解 和解 讲解 了解 缓解 破解 疏解 排解 劝解 消解 编制 研制 印制 绘制 录制 摄制 复制 控制 整合 联合 综合 融合
    配合 结合 组合 损失 流失 修订 签订 制订 拟订 手续 连续 持续 陆续 继续 环节 情节 征集 收集 召集 采集 搜集 汇集 筹集
    募集 归集 聚集 精简 提高 办公 草签 干预 居民 村民 市民 农民 牧民 渔民 灾民 移民 公民 网民 人民
    """
)
# Approximators after a number or its unit.
OVER_AFTER = ("以上", "之上", "之多", "余", "多", "+")
UNDER_AFTER = ("以下", "以内", "之内", "之下")
ABOUT_AFTER = ("左右", "上下")

# Telephone numbers that everybody knows by their digits.
HOTLINES = _words("110 114 119 120 122")
