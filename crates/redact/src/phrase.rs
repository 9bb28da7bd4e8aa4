//! What a phrase of the party block says of somebody: an address, an identity number, a birth, an occupation.

/// What a phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    Address,
    Identity,
    Phone,
    Birth,
    Occupation,
    /// 男, 女, 汉族 and the like.
    Kept,
    Unknown,
}

impl Fact {
    /// Whether a sentence that begins so still speaks of the person before.
    pub(crate) fn continues(self) -> bool {
        matches!(self, Fact::Address | Fact::Identity | Fact::Phone)
    }
}

const ADDRESS: &[&str] = &[
    "户籍所在地",
    "户口所在地",
    "户籍住址",
    "户籍地",
    "身份证住址",
    "身份证地址",
    "经常居住地",
    "现居住地",
    "居住地",
    "住所地",
    "现住址",
    "住址",
    "现住所",
    "现住",
    "家住",
    "暂住地",
    "暂住",
    "捕前住",
    "住所",
    "住地",
    "家庭住址",
    "通讯地址",
    "联系地址",
    "送达地址",
    "居住",
    "住",
];
const IDENTITY: &[&str] = &[
    "公民身份",
    "身份证号",
    "居民身份",
    "身份证",
    "身份号码",
    "证件号",
    "护照",
    "港澳居民来往",
    "台湾居民来往",
    "军官证",
    "港澳通行证",
    "社会保障号",
    "居留证",
    "永久居留",
];
const PHONE: &[&str] = &["联系电话", "电话", "手机", "联系方式", "邮箱", "电子邮箱", "微信", "qq", "移动电话"];
const OCCUPATIONS: &[&str] = &[
    "工人",
    "农民",
    "职工",
    "无业",
    "无职业",
    "学生",
    "退休",
    "退休工人",
    "退休职工",
    "退休教师",
    "退休干部",
    "教师",
    "医生",
    "护士",
    "司机",
    "驾驶员",
    "务农",
    "自由职业",
    "自由职业者",
    "公务员",
    "员工",
    "职员",
    "村民",
    "居民",
    "干部",
    "个体",
    "个体户",
    "个体经营",
    "个体工商户",
    "个体经营者",
    "工程师",
    "会计",
    "厨师",
    "保安",
    "军人",
    "现役军人",
    "务工",
    "无固定职业",
    "小学生",
    "中学生",
    "大学生",
    "在校学生",
    "文盲",
    "半文盲",
    "中共党员",
    "共产党员",
    "群众",
    "共青团员",
    "农民工",
    "无业人员",
    "待业",
    "下岗职工",
    "经商",
    "技术员",
    "销售员",
    "业务员",
];

/// Reads a phrase of the folded text.
pub(crate) fn fact(phrase: &str) -> Fact {
    let starts = |words: &[&str]| words.iter().any(|word| phrase.starts_with(word));
    if starts(IDENTITY) {
        return Fact::Identity;
    }
    if starts(PHONE) && phrase.chars().filter(char::is_ascii_alphanumeric).count() >= 5 {
        return Fact::Phone;
    }
    if starts(ADDRESS) && !phrase.starts_with("住院") && !phrase.starts_with("居住证") && !phrase.starts_with("居住权")
    {
        return Fact::Address;
    }
    if matches!(phrase, "男" | "女" | "男性" | "女性") || phrase.ends_with('族') && phrase.chars().count() <= 9 {
        return Fact::Kept;
    }
    if is_birth(phrase) {
        return Fact::Birth;
    }
    if is_occupation(phrase) { Fact::Occupation } else { Fact::Unknown }
}

fn is_birth(phrase: &str) -> bool {
    let chars = phrase.chars().count();
    if chars > 24 {
        return false;
    }
    let year = phrase.char_indices().nth(4).is_some_and(|(at, c)| {
        c == '年'
            && phrase
                .get(..at)
                .is_some_and(|head| head.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'o' | b'l' | b'i')))
    });
    let born =
        phrase.ends_with("出生") || phrase.ends_with('生') || phrase.ends_with("出生于") || phrase.ends_with("生人");
    let bare = phrase.contains('…') && phrase.chars().all(|c| c.is_ascii_digit() || "年月日…oli".contains(c));
    year && (born || bare)
        || (phrase.starts_with("出生于")
            || phrase.starts_with("生于")
            || phrase.starts_with("出生日期")
            || phrase.starts_with("出生年月"))
        || phrase.ends_with('岁') && phrase.chars().any(|c| c.is_ascii_digit())
}

fn is_occupation(phrase: &str) -> bool {
    const ENDS: &[&str] = &[
        "文化",
        "文化程度",
        "学历",
        "毕业",
        "职工",
        "员工",
        "工作人员",
        "职员",
        "工人",
        "教师",
        "干部",
        "村民",
        "学生",
        "业主",
        "退休",
        "在读",
        "就读",
    ];
    const STARTS: &[&str] = &[
        "籍贯",
        "祖籍",
        "原籍",
        "出生地",
        "职业",
        "文化程度",
        "政治面貌",
        "工作单位",
        "就职于",
        "就读于",
        "任职于",
        "系个体",
        "原系",
        "务工于",
        "学历",
    ];
    let short = phrase.chars().count() <= 30;
    OCCUPATIONS.contains(&phrase.trim_start_matches('系'))
        || short
            && (ENDS.iter().any(|end| phrase.ends_with(end)) || STARTS.iter().any(|start| phrase.starts_with(start)))
        || phrase.ends_with('人')
            && phrase.chars().count() >= 4
            && phrase.contains(['省', '市', '县'])
            && !phrase.contains('系')
}

/// The bytes of an address's label, and the address.
pub(crate) fn strip_address_label(phrase: &str) -> (usize, &str) {
    let label = ADDRESS.iter().find(|label| phrase.starts_with(**label)).map_or(0, |label| label.len());
    let rest = phrase.get(label..).unwrap_or("");
    let address = rest.trim_start_matches(['：', ':', '为', '于', '在', '是', '地', '址']);
    (phrase.len() - address.len(), address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_041_phrases_of_the_party_block() {
        for (phrase, is) in [
            ("住沈阳市和平区", Fact::Address),
            ("户籍所在地沈阳市", Fact::Address),
            ("住院治疗", Fact::Unknown),
            ("公民身份号码2101", Fact::Identity),
            ("联系电话13900001111", Fact::Phone),
            ("电话通知其到庭", Fact::Unknown),
            ("1980年1月1日出生", Fact::Birth),
            ("1975年…", Fact::Birth),
            ("现年40岁", Fact::Birth),
            ("汉族", Fact::Kept),
            ("男", Fact::Kept),
            ("工人", Fact::Occupation),
            ("大学文化程度", Fact::Occupation),
            ("沈阳机床厂职工", Fact::Occupation),
            ("辽宁省新民市人", Fact::Occupation),
            ("系原告之姐", Fact::Unknown),
            ("辽宁正义律师事务所律师", Fact::Unknown),
        ] {
            assert_eq!(fact(phrase), is, "{phrase}");
        }
    }

    #[test]
    fn o_041_labels_of_addresses() {
        assert_eq!(strip_address_label("户籍所在地：沈阳市"), ("户籍所在地：".len(), "沈阳市"));
        assert_eq!(strip_address_label("住沈阳市").1, "沈阳市");
    }
}
