//! Judgments of simulated cases, as texts: the facts of a case in the words of its cause, what was decided as the docket has
//! it. Nobody in them is real; the same case has the same text on every machine.

use law::case_number::{CaseNumber, Word};
use law::cause;
use law::court::court;
use law::day::Day;
use law::life::codes::ClosingForm;
use law::life::facts::CaseFacts;

use crate::chance::Chance;
use crate::persons::name;

/// What disputes of a cause are about.
struct Matter {
    /// Name of the cause.
    cause: &'static str,
    /// What the parties did: `{a}`, `{b}` stand for them, `{y}` for a year, `{m}` a month, `{n}` a sum, `{t}` a thing.
    facts: [&'static str; 3],
    /// What happened then.
    breach: [&'static str; 3],
    /// Things it can be about.
    things: [&'static str; 4],
    /// What the defendant says.
    defence: [&'static str; 2],
    /// Why the court decides as it does.
    reason: &'static str,
    /// Articles relied on.
    articles: &'static str,
    /// What is ordered, before the sum.
    orders: &'static str,
}

const MATTERS: [Matter; 6] = [
    Matter {
        cause: "民间借贷纠纷",
        facts: [
            "{y}年{m}月，{b}因{t}向{a}借款{n}，出具借条，约定{y}年年底以前还清。",
            "{b}与{a}系朋友关系，{y}年{m}月以{t}为由借款{n}，{a}通过银行转账交付，双方约定月利率百分之一。",
            "{y}年{m}月，{a}以现金方式出借{n}给{b}用于{t}，{b}书写欠条并按捺手印。",
        ],
        breach: [
            "借款到期后经{a}多次催要，{b}以资金周转困难为由没有归还。",
            "{b}支付了三个月利息后再未还款，电话也不再接听。",
            "{b}先后归还一部分，余款至今未还。",
        ],
        things: ["装修房屋", "经营饭店", "购买货车", "承包工程"],
        defence: ["借款属实，但现在没有偿还能力，请求分期支付。", "已经归还的部分应当扣除，利息约定不明。"],
        reason: "合法的借贷关系受法律保护。双方之间的借款事实有借条、转账记录证实，借款人应当按照约定的期限返还借款",
        articles: "《中华人民共和国合同法》第二百零六条、第二百零七条",
        orders: "偿还原告{a}借款",
    },
    Matter {
        cause: "买卖合同纠纷",
        facts: [
            "{y}年{m}月，双方签订{t}买卖合同，总价款{n}，约定货到三十日内付清。",
            "{b}自{y}年{m}月起多次向{a}购买{t}，经对账尚欠货款{n}，{b}在对账单上签字确认。",
            "{y}年{m}月，{a}按照{b}的订单交付{t}，{b}验收后出具收货单，价款{n}。",
        ],
        breach: [
            "{a}依约供货，{b}收货后没有按期支付货款。",
            "经{a}多次催要，{b}以质量有瑕疵为由拒付余款。",
            "{b}支付部分货款后停止支付。",
        ],
        things: ["钢材", "水泥", "食品原料", "机械配件"],
        defence: ["货物存在质量问题，应当减少价款。", "付款条件没有成就，不同意支付违约金。"],
        reason: "依法成立的合同对当事人具有法律约束力。出卖人已经交付标的物，买受人应当按照约定的数额和时间支付价款",
        articles: "《中华人民共和国合同法》第六十条、第一百五十九条",
        orders: "支付原告{a}货款",
    },
    Matter {
        cause: "物业服务合同纠纷",
        facts: [
            "{a}系小区物业服务人，{b}系业主，{y}年{m}月至今拖欠物业服务费{n}。",
            "{y}年{m}月，{a}与建设单位签订前期物业服务合同，对小区提供{t}等服务，{b}应交物业费{n}。",
            "{b}购买房屋后于{y}年{m}月办理入住，此后没有交纳物业费，累计{n}。",
        ],
        breach: [
            "{a}张贴催缴通知并上门催收，{b}仍未交纳。",
            "{b}认为服务不到位，拒绝交费。",
            "双方就收费标准多次协商未果。",
        ],
        things: ["保洁、保安", "电梯维护", "公共照明", "绿化养护"],
        defence: ["物业服务不符合约定，房屋漏水长期无人维修。", "没有实际居住，不应当全额交费。"],
        reason: "物业服务企业已经按照合同提供服务，业主不得以没有享受或者无需接受相关物业服务为由拒绝交纳物业费",
        articles: "《中华人民共和国合同法》第六十条、第一百零九条",
        orders: "支付原告{a}物业费",
    },
    Matter {
        cause: "机动车交通事故责任纠纷",
        facts: [
            "{y}年{m}月，{b}驾驶小型客车与骑{t}的{a}相撞，致{a}受伤，交警部门认定{b}负主要责任，损失{n}。",
            "{y}年{m}月，{b}驾车变更车道时与{a}驾驶的{t}发生碰撞，车辆损坏、{a}骨折，各项损失{n}。",
            "{b}在路口右转时未让行，将{a}的{t}撞倒，{a}住院治疗，医疗费等损失{n}，事故发生于{y}年{m}月。",
        ],
        breach: [
            "{b}垫付一部分医疗费后，双方对赔偿数额没有达成一致。",
            "经司法鉴定，{a}构成十级伤残，{b}拒绝继续赔偿。",
            "保险公司在限额内理赔后，不足部分{b}没有赔偿。",
        ],
        things: ["电动自行车", "自行车", "摩托车", "三轮车"],
        defence: ["对事故责任认定有异议，原告也有过错。", "误工费、护理费的计算标准过高。"],
        reason: "行为人因过错侵害他人民事权益，应当承担侵权责任。机动车一方应当按照事故责任比例承担赔偿责任",
        articles: "《中华人民共和国侵权责任法》第六条、第四十八条和《中华人民共和国道路交通安全法》第七十六条",
        orders: "赔偿原告{a}医疗费、误工费等各项损失",
    },
    Matter {
        cause: "劳动争议",
        facts: [
            "{a}于{y}年{m}月到{b}处从事{t}工作，双方没有签订书面劳动合同，{b}拖欠工资{n}。",
            "{y}年{m}月，{b}以{t}岗位取消为由解除与{a}的劳动关系，没有支付经济补偿{n}。",
            "{a}在{b}处担任{t}，{y}年{m}月以后加班工资{n}没有发放。",
        ],
        breach: [
            "{a}申请劳动仲裁，对裁决不服提起诉讼。",
            "劳动仲裁委员会裁决支持一部分，{b}没有履行。",
            "双方就补偿数额协商未果。",
        ],
        things: ["保安", "厨师", "车间操作工", "销售"],
        defence: ["双方是劳务关系，不存在劳动关系。", "工资已经足额发放，加班没有经过审批。"],
        reason: "用人单位应当按照劳动合同约定和国家规定及时足额支付劳动报酬，违法解除劳动合同的应当承担相应责任",
        articles: "《中华人民共和国劳动合同法》第三十条、第四十七条",
        orders: "支付原告{a}工资、经济补偿",
    },
    Matter {
        cause: "房屋租赁合同纠纷",
        facts: [
            "{y}年{m}月，双方签订房屋租赁合同，{a}将{t}出租给{b}，年租金{n}。",
            "{b}承租{a}的{t}用于经营，{y}年{m}月起欠付租金{n}。",
            "{y}年{m}月，{a}与{b}约定{t}租期三年，押一付三，{b}欠租{n}。",
        ],
        breach: [
            "合同到期后{b}没有腾退房屋，也没有支付占用费。",
            "{a}书面通知解除合同，{b}拒绝搬离。",
            "{b}擅自转租，经催告仍不支付租金。",
        ],
        things: ["临街门市", "住宅一套", "厂房", "仓库"],
        defence: ["房屋存在漏水，影响经营，应当减免租金。", "押金应当抵扣租金。"],
        reason: "承租人应当按照约定的期限支付租金，租赁期限届满承租人应当返还租赁物",
        articles: "《中华人民共和国合同法》第二百二十六条、第二百三十五条",
        orders: "支付原告{a}租金",
    },
];

fn pick<'a>(list: &[&'a str], chance: &mut Chance) -> &'a str {
    let n = u64::try_from(list.len()).unwrap_or(1);
    usize::try_from(chance.below(n)).ok().and_then(|at| list.get(at)).copied().unwrap_or("")
}

/// A sum in yuan as judgments write it.
fn yuan(fen: i64) -> String {
    let yuan = fen / 100;
    match yuan {
        10_000.. if yuan % 10_000 == 0 => format!("{}万元", yuan / 10_000),
        _ => format!("{yuan}元"),
    }
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A day as judgments are dated: 二〇二〇年三月五日.
fn dated(day: Day) -> String {
    let text = day.to_string();
    let part = |at: usize| text.split('-').nth(at).unwrap_or("");
    let small = |number: &str| {
        let number: usize = number.parse().unwrap_or(0);
        let tens = match number / 10 {
            0 => String::new(),
            1 => "十".to_owned(),
            tens => format!("{}十", DIGITS.get(tens).unwrap_or(&"")),
        };
        let ones = number % 10;
        format!("{tens}{}", if ones == 0 { "" } else { DIGITS.get(ones).unwrap_or(&"") })
    };
    let year: String = part(0)
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|d| DIGITS.get(usize::try_from(d).ok()?))
        .copied()
        .collect();
    format!("{year}年{}月{}日", small(part(1)), small(part(2)))
}

/// Whether such cases have texts.
pub fn tells(name: &str) -> bool {
    MATTERS.iter().any(|matter| matter.cause == name)
}

/// The judgment of a civil case of first instance that was judged; none for others and for causes without words here.
pub fn judgment(seed: u64, facts: &CaseFacts) -> Option<String> {
    let named = facts.cause.and_then(cause::cause)?.name;
    let matter = MATTERS.iter().find(|matter| matter.cause == named)?;
    let (closed, own) = (facts.closed_day?, court(facts.court)?);
    let word = Word::by_code(facts.word).filter(|word| word.as_str() == "民初")?;
    if facts.closing != ClosingForm::Judged.code() {
        return None;
    }
    let number = CaseNumber::new(facts.year?, facts.court, word, facts.serial?).to_string();
    let stream = u64::try_from(facts.stream.0).unwrap_or(0);
    let mut chance = Chance::new(seed, &[77, u64::from(facts.court.0), stream]);
    let chance = &mut chance;
    let people: Vec<String> = (0..5).map(|_| name(chance)).collect();
    let [a, b, judge, clerk, agent] = people.as_slice() else { return None };
    let city = own.city;
    let claimed = if facts.amount.0 > 0 { facts.amount.0 } else { 2_000_000 };
    let granted = if chance.one_in(2, 3) { claimed / 100 * 100 } else { claimed * 7 / 1_000 * 100 };
    let outcome = chance.below(10);
    let year = i64::from(facts.year?) - 1;
    let month = 1 + chance.below(12);
    let thing = pick(&matter.things, chance);
    let told = |text: &str| {
        text.replace("{a}", a)
            .replace("{b}", b)
            .replace("{y}", &year.to_string())
            .replace("{m}", &month.to_string())
            .replace("{n}", &yuan(claimed))
            .replace("{t}", thing)
    };
    let (facts_found, breach) = (told(pick(&matter.facts, chance)), told(pick(&matter.breach, chance)));
    let defence = pick(&matter.defence, chance);
    let disposition = match outcome {
        0 => format!("驳回原告{a}的诉讼请求。"),
        1..=6 => format!("被告{b}于本判决生效之日起十日内{}{}。", told(matter.orders), yuan(claimed)),
        _ => format!(
            "一、被告{b}于本判决生效之日起十日内{}{}；\n二、驳回原告{a}的其他诉讼请求。",
            told(matter.orders),
            yuan(granted)
        ),
    };
    let (reason, held) = match outcome {
        0 => ("原告提供的证据不足以证明其主张的事实，应当承担举证不能的后果", "对原告的诉讼请求不予支持"),
        1..=6 => (matter.reason, "原告的诉讼请求有事实和法律依据，本院予以支持"),
        _ => (matter.reason, "对原告合理部分的请求，本院予以支持，超出部分没有依据"),
    };
    let street = 1 + chance.below(90);
    let phone = format!("1390000{:04}", chance.below(10_000));
    Some(format!(
        "{court}\n民 事 判 决 书\n{number}\n\
         原告：{a}，女，汉族，住{city}合成路{street}号，联系电话{phone}。\n\
         委托诉讼代理人：{agent}，辽宁合成律师事务所律师。\n\
         被告：{b}，男，汉族，住{city}合成小区{street}号楼。\n\
         原告{a}与被告{b}{named}一案，本院立案后依法适用简易程序，公开开庭进行了审理。本案现已审理终结。\n\
         原告{a}向本院提出诉讼请求：判令被告{b}{orders}{sum}；诉讼费由被告负担。事实和理由：{facts_found}{breach}\n\
         被告{b}辩称，{defence}\n\
         经审理查明，{facts_found}{breach}以上事实，有当事人陈述和书证在卷佐证，经过质证，本院予以确认。\n\
         本院认为，{reason}。{held}。被告的抗辩意见没有相应证据证明，本院不予采信。\
         依照{articles}，《中华人民共和国民事诉讼法》第一百四十四条规定，判决如下：\n{disposition}\n\
         案件受理费{fee}元，由败诉一方负担。\n\
         如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于上一级人民法院。\n\
         审　判　员　{judge}\n{date}\n书　记　员　{clerk}\n",
        court = own.name,
        orders = told(matter.orders).replace("原告", ""),
        sum = yuan(claimed),
        articles = matter.articles,
        fee = 50 + claimed / 100 / 50,
        date = dated(closed),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::fen::Fen;

    fn facts(cause: &str) -> CaseFacts {
        CaseFacts {
            court: law::court::by_code("辽0102").unwrap().id,
            stream: law::ids::Stream(9),
            word: Word::parse("民初").unwrap().code(),
            year: Some(2020),
            serial: Some(12),
            cause: cause::by_name(cause).map(|cause| cause.id),
            amount: Fen(5_000_000),
            closing: ClosingForm::Judged.code(),
            closed_day: Day::new(2020, 3, 25),
            ..CaseFacts::default()
        }
    }

    #[test]
    fn every_cause_with_words_has_a_judgment_and_always_the_same() {
        for matter in &MATTERS {
            let text = judgment(1, &facts(matter.cause)).unwrap();
            assert_eq!(judgment(1, &facts(matter.cause)).unwrap(), text);
            assert_ne!(judgment(2, &facts(matter.cause)).unwrap(), text);
            assert!(tells(matter.cause) && !text.contains('{'), "{text}");
            for part in ["（2020）辽0102民初12号", "二〇二〇年三月二十五日", "判决如下", "经审理查明", matter.cause]
            {
                assert!(text.contains(part), "{part} in {text}");
            }
        }
    }

    #[test]
    fn what_was_not_judged_has_none() {
        assert_eq!(judgment(1, &facts("离婚纠纷")), None);
        assert_eq!(judgment(1, &CaseFacts { closed_day: None, ..facts("民间借贷纠纷") }), None);
        let mediated = CaseFacts { closing: ClosingForm::Mediated.code(), ..facts("民间借贷纠纷") };
        assert_eq!(judgment(1, &mediated), None);
    }

    #[test]
    fn days_and_sums_are_written_as_judgments_write_them() {
        assert_eq!(dated(Day::new(2020, 10, 30).unwrap()), "二〇二〇年十月三十日");
        assert_eq!(dated(Day::new(2019, 12, 11).unwrap()), "二〇一九年十二月十一日");
        assert_eq!((yuan(2_000_000).as_str(), yuan(123_400).as_str()), ("2万元", "1234元"));
    }
}
