//! Addresses: cut at county or district level (WS-FMT, O-041), and the number of a home in running text.

use crate::edit::Class;
use crate::find::Find;
use crate::fold::Folded;

/// Where the county or district of an address ends, in bytes; nothing where no division is named.
#[must_use]
pub fn county_end(address: &str) -> Option<usize> {
    let chars: Vec<(usize, char)> = address.char_indices().take(60).collect();
    let mut cut: Option<usize> = None;
    let mut since = 0_usize;
    for (place, &(at, c)) in chars.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| chars.get(place)).map_or(' ', |(_, c)| *c);
        let next = chars.get(place + 1).map_or(' ', |(_, c)| *c);
        let after = at + c.len_utf8();
        match c {
            '州' if before == '治' => (cut, since) = (Some(after), 0),
            '省' | '盟' if since >= 1 => (cut, since) = (Some(after), 0),
            '市' if since >= 1 && next != '场' => (cut, since) = (Some(after), 0),
            '区' if matches!(before, '治' | '地') => (cut, since) = (Some(after), 0),
            '区' if matches!(before, '小' | '社' | '校' | '厂' | '园' | '景' | '住' | '片') => {
                return cut;
            }
            '旗' if matches!(next, '街' | '路' | '镇' | '乡' | '村' | '大' | '小') => since += 1,
            '区' | '县' | '旗' if since >= 1 => return Some(after),
            '镇' | '乡' | '街' | '路' | '道' | '巷' | '村' | '号' | '屯' | '弄' | '寓' | '苑'
                if since >= 2 && !matches!(next, '区' | '县' | '市') =>
            {
                return cut;
            }
            _ => since += 1,
        }
    }
    cut
}

/// The number of somebody's home: 12号3-4-5 behind a street, where the words around speak of living there.
pub(crate) fn door(folded: &Folded<'_>, start: usize, units: &[(usize, usize)]) -> Option<Find> {
    let before = folded.before(start)?;
    if !"街路巷道弄村屯区园苑城寓组里同庄院厦湾郡府".contains(before) {
        return None;
    }
    let tail = folded.ahead(start, 30);
    let size = tail.char_indices().find(|(_, c)| !is_door(*c)).map_or(tail.len(), |(at, _)| at);
    let door = tail.get(..size).unwrap_or("").trim_end_matches(['院', '内', '门', '之', '附', '-', '#', '号']);
    let door = if tail.get(door.len()..).is_some_and(|rest| rest.starts_with('号')) {
        tail.get(..door.len() + 3)?
    } else {
        door
    };
    if !door.contains(['号', '栋', '幢', '楼', '室', '-', '户']) {
        return None;
    }
    if units.iter().any(|(from, to)| (*from..*to).contains(&start)) {
        return None;
    }
    let dwelling = door.contains(['室', '户']) || door.contains("单元") || door.matches('-').count() >= 2;
    if !dwelling && !lived_in(folded, start, start + door.len()) {
        return None;
    }
    let replacement = if door.contains('号') { "×号" } else { "×" };
    Some(Find::new(start, start + door.len(), Class::Address, replacement, if dwelling { 90 } else { 80 }))
}

fn is_door(c: char) -> bool {
    c.is_ascii_alphanumeric() || "号楼栋幢单元室层座组门户弄院内甲乙丙丁之附#-".contains(c)
}

/// Whether the sentence speaks of a home.
fn lived_in(folded: &Folded<'_>, start: usize, end: usize) -> bool {
    let back = folded.back(start, 40);
    let back = back.rfind(['。', '；', '，', ',', ';']).map_or(back, |at| back.get(at..).unwrap_or(back));
    let ahead = folded.ahead(end, 12);
    let ahead = ahead.find(['。', '；']).map_or(ahead, |at| ahead.get(..at).unwrap_or(ahead));
    let unit = back.contains("住所地") || back.contains("经营地") || back.contains("办公");
    let home = [
        "家住",
        "住在",
        "居住",
        "租住",
        "暂住",
        "现住",
        "住址",
        "户籍",
        "家中",
        "住处",
        "住宅",
        "搬至",
        "回到",
        "家位于",
    ];
    !unit && (home.iter().any(|word| back.contains(word)) || back.starts_with('住') || back.contains("，住"))
        || ["住处", "住宅", "家中", "家里", "的家", "家门", "居住"].iter().any(|word| ahead.contains(word))
}

/// What of a home address tells where it is: what follows the county.
#[must_use]
pub fn street(address: &str) -> &str {
    let cut = county_end(address).unwrap_or(0);
    address.get(cut..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o_041_addresses_are_cut_at_the_county() {
        for (address, is) in [
            ("沈阳市和平区南京北街12号3-4-5", "沈阳市和平区"),
            ("辽宁省瓦房店市复州城镇西屯村", "辽宁省瓦房店市"),
            ("唐山市路南区新华道1号", "唐山市路南区"),
            ("哈尔滨市道里区中央大街", "哈尔滨市道里区"),
            ("新疆维吾尔自治区喀什地区疏附县某乡", "新疆维吾尔自治区喀什地区疏附县"),
            ("江西省景德镇市珠山区", "江西省景德镇市珠山区"),
            ("江西省萍乡市安源区", "江西省萍乡市安源区"),
            ("辽宁省岫岩满族自治县某镇", "辽宁省岫岩满族自治县"),
            ("北京市海淀区", "北京市海淀区"),
            ("河北省宁晋县东汪镇", "河北省宁晋县"),
            ("海城市红旗镇东村", "海城市"),
            ("庄河市民主路1号", "庄河市"),
            ("四川省凉山彝族自治州西昌市某街", "四川省凉山彝族自治州西昌市"),
            ("北京市东城区某街", "北京市东城区"),
        ] {
            assert_eq!(county_end(address).map(|end| &address[..end]), Some(is), "{address}");
        }
        assert_eq!(county_end("本村东头3号"), None);
        assert_eq!(street("沈阳市和平区南京北街12号"), "南京北街12号");
    }

    #[test]
    fn o_042_the_number_of_a_home_goes_and_that_of_a_shop_stays() {
        let gone = |text: &str| {
            let folded = Folded::new(text);
            let at = folded.text().find(|c: char| c.is_ascii_digit()).unwrap();
            door(&folded, at, &[]).map(|find| folded.text()[find.start..find.end].to_owned())
        };
        assert_eq!(gone("房屋坐落于南京北街12号3-4-5（原告住处）").as_deref(), Some("12号3-4-5"));
        assert_eq!(gone("在阳光小区3号楼2单元501室内").as_deref(), Some("3号楼2单元501室"));
        assert_eq!(gone("被害人居住的和平街7号").as_deref(), Some("7号"));
        assert_eq!(gone("住所地沈阳市青年大街1号，"), None);
        assert_eq!(gone("在青年大街1号商场"), None);
    }
}
