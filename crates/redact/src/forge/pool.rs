//! Names, numbers and places to draw from.

use super::dice::Dice;
use crate::sums::{card_of, identity_of};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪",
    "田", "任", "姜", "范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康", "毛",
    "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙", "万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武",
    "乔", "贺", "赖", "龚", "文",
];
const COMPOUND: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "令狐", "慕容", "端木", "东方", "南宫",
    "呼延",
];
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "秀", "霞",
    "平", "刚", "桂", "英", "华", "玉", "兰", "红", "梅", "鹏", "飞", "宇", "浩", "凯", "健", "俊", "帆", "雪", "琳",
    "晶", "欢", "倩", "颖", "燕", "辉", "波", "斌", "宁", "龙", "凤", "云", "建", "国", "民", "德", "海", "志", "文",
    "永", "春", "树", "彦", "雅", "诗", "涵", "梓", "轩", "然", "晨", "曦", "铭", "泽", "瑞", "嘉", "怡", "欣", "山",
    "江", "峰", "松", "柏", "林", "森", "方", "正", "法", "律", "立", "成", "功", "全", "福", "禄", "寿", "喜", "庆",
    "元", "吉", "祥", "光", "亮",
];
const WORDLIKE: &[&str] = &[
    "高兴", "和平", "方便", "黄金", "马上", "白云", "高明", "石头", "时光", "成功", "文明", "江山", "常青", "安全",
    "王法", "金条",
];
const MINORITY: &[(&str, &str)] = &[
    ("阿依古丽·买买提", "维吾尔族"),
    ("买买提·吐尔逊", "维吾尔族"),
    ("古丽娜尔·艾合买提", "维吾尔族"),
    ("乌兰图雅", "蒙古族"),
    ("乌云其其格", "蒙古族"),
    ("巴特尔", "蒙古族"),
    ("其木格", "蒙古族"),
    ("扎西次仁", "藏族"),
    ("卓玛", "藏族"),
    ("金永浩", "朝鲜族"),
    ("朴成哲", "朝鲜族"),
    ("金明哲", "朝鲜族"),
    ("叶尔肯·哈山", "哈萨克族"),
    ("阿卜杜拉", "回族"),
    ("那顺", "蒙古族"),
    ("吐尔逊江·热合曼", "维吾尔族"),
];
const FOREIGN: &[&str] =
    &["约翰·史密斯", "玛丽亚·加西亚", "伊万·彼得罗夫", "山本一郎", "大卫·布朗", "安娜·科赫", "金·约翰逊"];
const LATIN: &[&str] =
    &["John Smith", "Jane Smith", "Maria Garcia", "Peter Braun", "Kim Lee", "Anna Koch", "Jean-Paul Martin"];
const TRADES: &[&str] = &[
    "商贸",
    "贸易",
    "建筑工程",
    "科技",
    "物业服务",
    "食品",
    "房地产开发",
    "运输",
    "机械制造",
    "网络科技",
    "劳务",
    "医疗器械",
];
const TRADE_NAMES: &[&str] = &[
    "海天", "甲乙", "鼎盛", "恒信", "金瑞", "华晟", "东泰", "博远", "安达", "顺通", "宏业", "中合", "明珠", "和平",
    "建国", "高明",
];
const CITIES: &[(&str, &[&str])] = &[
    ("沈阳市", &["和平区", "沈河区", "铁西区", "皇姑区", "浑南区", "新民市"]),
    ("大连市", &["中山区", "西岗区", "沙河口区", "甘井子区", "庄河市"]),
    ("鞍山市", &["铁东区", "海城市", "岫岩满族自治县"]),
    ("锦州市", &["古塔区", "凌海市", "义县"]),
    ("营口市", &["站前区", "大石桥市"]),
    ("丹东市", &["振兴区", "东港市", "宽甸满族自治县"]),
    ("朝阳市", &["双塔区", "北票市", "建平县"]),
    ("抚顺市", &["新抚区", "清原满族自治县"]),
];
const STREETS: &[&str] = &[
    "南京北街",
    "青年大街",
    "中山路",
    "建设路",
    "人民路",
    "解放大路",
    "北二东路",
    "长江街",
    "民主路",
    "文化路",
    "兴工街",
];
const ESTATES: &[&str] = &["阳光小区", "锦绣花园", "御景苑", "幸福家园", "翠湖小区", "金色花园", "中央公园"];
const VILLAGES: &[&str] = &["城郊乡西屯村", "复州镇老虎屯村", "前所镇北村", "大营子乡上河村"];

/// A Han name with its surname.
pub(super) fn han(dice: &mut Dice) -> (String, String) {
    let surname = if dice.chance(60) { dice.word(COMPOUND) } else { dice.word(SURNAMES) };
    let mut name = surname.to_owned();
    name.push_str(dice.word(GIVEN));
    if dice.chance(600) {
        name.push_str(dice.word(GIVEN));
    }
    (name, surname.to_owned())
}

/// A Han name with a surname given.
pub(super) fn namesake(dice: &mut Dice, surname: &str) -> String {
    let mut name = surname.to_owned();
    name.push_str(dice.word(GIVEN));
    if dice.chance(600) {
        name.push_str(dice.word(GIVEN));
    }
    name
}

/// A name that is a word, too.
pub(super) fn wordlike(dice: &mut Dice) -> &'static str {
    dice.word(WORDLIKE)
}

/// A name of a minority, with the ethnic group.
pub(super) fn minority(dice: &mut Dice) -> (&'static str, &'static str) {
    let at = dice.below(MINORITY.len());
    MINORITY.get(at).copied().unwrap_or(("巴特尔", "蒙古族"))
}

/// A translated or Latin name of a foreigner.
pub(super) fn foreign(dice: &mut Dice) -> &'static str {
    if dice.chance(400) { dice.word(LATIN) } else { dice.word(FOREIGN) }
}

/// A company; sometimes with somebody's name inside.
pub(super) fn company(dice: &mut Dice, inside: Option<&str>) -> String {
    let (city, _) = CITIES.get(dice.below(CITIES.len())).copied().unwrap_or(("沈阳市", &[]));
    let place = if dice.chance(500) { city } else { city.trim_end_matches('市') };
    let trade_name = inside.unwrap_or_else(|| dice.word(TRADE_NAMES));
    format!("{place}{trade_name}{}有限公司", dice.word(TRADES))
}

/// A county or district with its city.
pub(super) fn county(dice: &mut Dice) -> String {
    let (city, counties) = CITIES.get(dice.below(CITIES.len())).copied().unwrap_or(("沈阳市", &[]));
    let province = if dice.chance(500) { "辽宁省" } else { "" };
    format!("{province}{city}{}", dice.word(counties))
}

/// What follows the county in a home address: the street, and the door.
pub(super) fn street(dice: &mut Dice) -> (String, String) {
    let number = dice.between(1, 299);
    match dice.below(4) {
        0 => (
            dice.word(STREETS).to_owned(),
            format!("{number}号{}-{}-{}", dice.between(1, 9), dice.between(1, 33), dice.between(1, 4)),
        ),
        1 => (
            format!("{}{}", dice.word(STREETS), dice.word(ESTATES)),
            format!(
                "{}号楼{}单元{}{:02}室",
                dice.between(1, 40),
                dice.between(1, 6),
                dice.between(1, 30),
                dice.between(1, 4)
            ),
        ),
        2 => (dice.word(VILLAGES).to_owned(), format!("{number}号")),
        _ => (dice.word(STREETS).to_owned(), format!("{number}号")),
    }
}

/// An identity number whose check digit holds.
pub(super) fn identity(dice: &mut Dice, birth: (usize, usize, usize)) -> String {
    let region = dice.word(&["210102", "210103", "210202", "210381", "210726", "210881", "150102", "220182"]);
    let (year, month, day) = birth;
    let head = format!("{region}{year:04}{month:02}{day:02}{:03}", dice.between(1, 999));
    identity_of(&head).unwrap_or(head)
}

/// A bank card whose check digit holds.
pub(super) fn card(dice: &mut Dice) -> String {
    let bin = dice.word(&["622202", "621700", "622848", "623052", "621661", "436742"]);
    let length = if bin == "436742" || dice.chance(200) { 9 } else { 12 };
    let head = format!("{bin}{}", dice.digits(length));
    card_of(&head).unwrap_or(head)
}

/// A mobile number.
pub(super) fn mobile(dice: &mut Dice) -> String {
    format!("1{}{}", dice.between(3, 9), dice.digits(9))
}

/// A plate behind its province and city.
pub(super) fn plate(dice: &mut Dice) -> (String, String) {
    let head = format!("{}{}", dice.word(&["辽", "吉", "黑", "京", "冀", "蒙"]), dice.word(&["A", "B", "C", "G", "H"]));
    let body = match dice.below(3) {
        0 => dice.digits(5),
        1 => format!("{}{}", dice.word(&["D", "F"]), dice.digits(5)),
        _ => format!("{}{}", dice.word(&["K", "M", "T", "X"]), dice.digits(4)),
    };
    (head, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sums::{is_card, is_identity, is_mobile};

    #[test]
    fn drawn_numbers_hold_their_checks() {
        let mut dice = Dice::new(3);
        for _ in 0..200 {
            assert!(is_identity(&identity(&mut dice, (1980, 1, 31))));
            assert!(is_card(&card(&mut dice)));
            assert!(is_mobile(&mobile(&mut dice)));
            let (name, surname) = han(&mut dice);
            assert!(name.starts_with(&surname) && name.len() > surname.len());
        }
    }
}
