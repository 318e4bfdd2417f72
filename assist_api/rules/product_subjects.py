"""What buyers ask of goods: subjects (材质, 保质期, 功率) and properties that are had or not (起球, 机洗, 口袋).

A row more is a subject or a property more. Patterns are searched in the buyer's line and in what the shop wrote.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """`asked`: how buyers put it; `names`: how shops call the facts that hold it."""

    zh: str
    asked: re.Pattern[str]
    names: re.Pattern[str]


def _subject(zh: str, asked: str, names: str) -> Subject:
    return Subject(zh, re.compile(asked, re.IGNORECASE), re.compile(names))


SUBJECTS = (
    _subject(
        "材质",
        r"面料|材质|材料|料子|布料|成分|什么料|什么做|什么棉|什么绒|什么毛|纯棉|全棉|棉的|含棉|真丝|羊毛|羊绒",
        r"面料|材质|材料|成分|里料|填充",
    ),
    _subject("配料", r"配料|成分|原料|添加|防腐|含糖|无糖|加糖|代糖|色素|过敏原", r"配料|成分|原料|添加|过敏"),
    _subject(
        "版型",
        r"版型|什么款式|修身|宽松|显瘦|领口|什么领|高腰|低腰|中腰|(?<!带)(?<!带子)多长|长度|衣长|裙长|裤长|袖长|长款|短款|里布|内衬",
        r"版型|款式|领|长度|[衣裙裤袖]长|里布",
    ),
    _subject(
        "厚薄", r"厚|薄|克重|充绒|几克|多少克.*(绒|布|料)|保暖|暖和|冷不冷|冷吗|热不热|热吗", r"厚|克重|充绒|保暖"
    ),
    _subject("弹性", r"弹力|弹性|有弹|紧不紧|紧吗", r"弹"),
    _subject(
        "洗护", r"洗(?!面|发|头|脸|澡)|烘干|熨|烫(?!手|嘴)|漂白|打理|保养|清洁|护理|晾|晒", r"洗|护理|保养|清洁|打理"
    ),
    _subject(
        "适合",
        r"适合|什么时候[穿用]|什么季节|哪个季节|几月|场合|夏天|冬天|春天|秋天|春秋|零下|孕|敏感肌|过敏|老人|宝宝|孩子|小孩",
        r"适合|适用|季节|场合|人群",
    ),
    _subject(
        "适用年龄",
        r"月龄|几个月|多大.{0,3}(宝|孩|娃|小朋友)|几岁|(宝宝|孩子|小孩|婴儿|娃).{0,4}(能|可以|适合)",
        r"月龄|年龄|岁|适用人群|适合",
    ),
    _subject(
        "尺寸",
        r"尺寸|(?<!穿)(?<!穿的)(?<!模特)多大(?!码|号)|(?<!模特)多高|多宽|长宽|大小|直径|占地|几寸|英寸|放得下",
        r"尺寸|规格|大小|直径|[长宽高]度",
    ),
    _subject("容量", r"容量|多少毫升|几升|多少升|ml|装多少|内存|几个g", r"容量|规格|净含量|内存|存储"),
    _subject("重量", r"多重|几斤|净重|重量|净含量|分量|毛重|多少克|几克|重不重", r"重|净含量|规格"),
    _subject(
        "数量",
        r"几包|几个|几双|几条|几片|几支|几盒|几袋|几枚|多少[包个双条片支盒袋枚抽张]|一[箱盒袋包提]有?多少",
        r"数量|件数|规格|包装|净含量|清单",
    ),
    _subject("保质期", r"保质|有效期|过期|放多久|生产日期|什么日期|日期新|新鲜", r"保质|有效期|日期"),
    _subject("保存方法", r"保存|储存|存放|冰箱|冷藏|冷冻|常温", r"保存|储存|贮存|存放|储藏"),
    _subject("产地", r"产地|哪里产|哪产|原产|哪里的|哪里生产|进口|国产|哪个国家", r"产地|原产|生产"),
    _subject("吃法", r"怎么吃|吃法|怎么泡|怎么煮|怎么喝|冲泡|食用|加热|即食|开袋", r"食用|吃法|冲泡|烹|做法"),
    _subject("口味", r"口味|味道|什么味|好吃|口感|甜|辣|咸|苦", r"口味|味道|口感|甜|辣"),
    _subject("功率", r"功率|多少瓦|几瓦|费电|耗电|电压|能效|多少度电", r"功率|电压|能效|额定"),
    _subject("接口", r"接口|插头|插口|type.?c|usb|数据线|充电口|hdmi|网口|插孔", r"接口|插头|连接|线"),
    _subject("续航", r"续航|电池|待机|能用多久|充满|充一次|毫安", r"续航|电池|充电"),
    _subject("安装", r"安装|怎么装|支架|打孔|组装|拼装|上门装", r"安装|组装"),
    _subject("使用方法", r"怎么用|使用方法|如何使用|用法|操作|说明书|怎么连|怎么弄|怎么调", r"使用|用法|操作|说明"),
    _subject("适配", r"兼容|适配|能配|型号能|支持.{1,8}吗|能连|能接", r"兼容|适配|支持|适用"),
    _subject("防水", r"防水|沾水|淋雨|泡水", r"防水"),
    _subject("噪音", r"噪音|静音|声音大|吵", r"噪音|静音|声音"),
    _subject("检测和标准", r"甲醛|荧光|有害|质检|检测|执行标准|安全等级|[ab]类", r"检测|标准|安全|荧光|认证|等级"),
    _subject("包装", r"包装|礼盒|盒装|袋装|送人.*盒", r"包装|礼盒"),
    _subject("清单", r"配件|清单|都有什么|包含|附带|里面有", r"清单|配件|包含"),
    _subject("型号", r"型号|货号|款号|编号", r"型号|货号|款号"),
    _subject("模特的身高和尺码", r"模特", r"模特"),
    _subject("品牌", r"什么牌子|啥牌|品牌|哪个牌", r"品牌|牌"),
)


@dataclass(frozen=True, slots=True)
class Property:
    """Something goods have, do or bear. `word` is what the shop's own text must speak of; `verb` makes the answer a
    sentence (会起球, 不会起球); `means_no` is what rules it out without naming it (只能干洗 rules out 机洗)."""

    zh: str
    verb: str
    asked: re.Pattern[str]
    word: re.Pattern[str]
    means_no: re.Pattern[str] | None = None
    fact: str = ""
    """Part of the name of the fact that is about nothing else, so that a bare 无 or 有 there answers."""


def _property(zh: str, verb: str, asked: str, word: str = "", means_no: str = "", fact: str = "") -> Property:
    return Property(
        zh, verb, re.compile(asked), re.compile(word or asked), re.compile(means_no) if means_no else None, fact
    )


PROPERTIES = (
    _property("机洗", "能", r"机洗|洗衣机", r"机洗", r"只能干洗|只可干洗|只能手洗|仅限?手洗|手洗"),
    _property("手洗", "能", r"手洗", r"手洗", r"只能干洗|只可干洗|仅限干洗"),
    _property("水洗", "能", r"水洗|下水|能洗|可以洗|可洗", r"水.{0,3}洗|机洗|手洗", r"只能干洗|只可干洗|仅限干洗"),
    _property("干洗", "能", r"干洗"),
    _property("烘干", "能", r"烘干|烘衣|干衣机", r"烘干"),
    _property("熨烫", "能", r"熨|烫(?!手|伤|嘴)", r"熨|烫"),
    _property("漂白", "能", r"漂白"),
    _property("起球", "会", r"起.{0,2}球|起毛球", r"起.{0,4}球"),
    _property("掉色", "会", r"[掉褪退脱]色|染色|串色", r"[掉褪退脱浮]色|染色"),
    _property("缩水", "会", r"缩水|会缩", r"缩水|会缩|缩\d|缩一"),
    _property("透", "会", r"透不透|透吗|会透|走光|会不会透|太透|很透", r"透(?!气|明|湿|风)"),
    _property("起静电", "会", r"静电"),
    _property("掉毛", "会", r"掉毛|浮毛|脱毛|掉绒", r"掉.{0,4}毛|浮毛"),
    _property("钻绒", "会", r"[钻跑漏]绒|钻毛", r"[钻跑漏]绒|钻毛"),
    _property("沾毛", "会", r"[沾粘]毛", r"[沾粘]毛"),
    _property("皱", "会", r"皱", r"皱"),
    _property("变形", "会", r"变形|松垮|鼓包", r"变形|松垮|鼓包"),
    _property("勒", "会", r"勒", r"勒"),
    _property("闷", "会", r"闷", r"闷"),
    _property("扎", "会", r"扎人|扎不扎|会扎|扎吗|扎脖|刺挠", r"扎"),
    _property("卷边", "会", r"卷边|往下卷|卷起", r"卷"),
    _property("褶", "会", r"压痕|勒痕|印子", r"压痕|勒痕|痕迹|看不出边"),
    _property("弹性", "有", r"弹性|弹力|有弹|有没有弹", r"弹", "", "弹"),
    _property("钢圈", "有", r"钢圈", r"钢圈"),
    _property("胸垫", "有", r"胸垫|带垫|有垫", r"胸垫|薄垫|厚垫"),
    _property("口袋", "有", r"口袋|[有带]兜", r"口袋|兜"),
    _property("里布", "有", r"里布|内衬|里衬", r"里布|内衬|里衬"),
    _property("加绒", "有", r"加绒|带绒|有绒", r"加绒|里层.{0,2}绒|绒里|短绒"),
    _property("松紧", "有", r"松紧", r"松紧"),
)
