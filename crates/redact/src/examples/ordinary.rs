//! Examples of ordinary civil, enforcement, administrative and personality cases: 13, 30 to 44, 52 to 55.

use super::{Example, party};
use crate::case::{Kind, Person, Role};

const M: Kind = Kind::Civil;

pub(super) fn examples() -> Vec<Example> {
    let mut all = people();
    all.extend(numbers());
    all
}

fn people() -> Vec<Example> {
    let child = Person { minor: true, ..party("陈小宇") };
    let father = Person { agent_of: Some("陈小宇".into()), ..Person::new("陈大勇", Role::StatutoryAgent) };
    let bench =
        vec![Person::new("冯涛", Role::Judge), Person::new("褚卫", Role::Judge), Person::new("蒋沈", Role::Clerk)];
    let unit = "被告沈阳甲乙有限公司，住所地沈阳市沈河区青年大街1号，统一社会信用代码91210100MA0ABCDE1X。法定代表人吴强，总经理";
    vec![
        Example::new(
            13,
            M,
            vec![party("李明"), Person::unit("沈阳李明商贸有限公司", Role::Party)],
            "原告李明诉沈阳李明商贸有限公司",
            "原告李明诉沈阳李明商贸有限公司",
        ),
        Example::new(
            30,
            M,
            vec![child, father],
            "原告陈小宇，男，2012年5月1日出生，住沈阳市和平区南京北街12号；法定代理人（父）陈大勇",
            "原告陈某1，男，住沈阳市和平区；法定代理人（父）陈某2",
        ),
        Example::new(
            31,
            M,
            vec![party("陈刚")],
            "原告陈刚，男，1980年1月1日出生，汉族，工人，住沈阳市和平区南京北街12号3-4-5，公民身份号码210102198001011232，电话13900001111",
            "原告陈刚，男，1980年1月1日出生，汉族，住沈阳市和平区",
        ),
        Example::new(
            32,
            M,
            vec![Person::unit("沈阳甲乙有限公司", Role::Party), Person::new("吴强", Role::LegalRepresentative)],
            unit,
            unit,
        ),
        Example::new(
            42,
            Kind::Enforcement,
            vec![party("刘洋")],
            "被执行人刘洋，身份证号210102198001011232；本院(2020)辽0102执100号",
            "被执行人刘洋；本院(2020)辽0102执100号",
        ),
        Example::new(
            43,
            Kind::Administrative,
            vec![Person::unit("沈阳市公安局和平分局", Role::Party), Person::new("郑伟", Role::Official)],
            "被告沈阳市公安局和平分局；出庭负责人郑伟，副局长",
            "被告沈阳市公安局和平分局；出庭负责人郑伟，副局长",
        ),
        Example::new(
            44,
            M,
            bench,
            "审判长 冯 涛\n审判员 褚卫\n书记员 蒋 沈",
            "审判长 冯 涛\n审判员 褚卫\n书记员 蒋 沈",
        ),
    ]
}

fn numbers() -> Vec<Example> {
    let plain = |number, before: &str, after: &str| Example::new(number, M, vec![party("陈刚")], before, after);
    vec![
        plain(33, "汇入被告账户6222021234567890128", "汇入被告账户××××××"),
        plain(34, "驾驶辽A12345号小型轿车", "驾驶辽A×××××号小型轿车"),
        plain(35, "驾驶辽AD12345号新能源车", "驾驶辽A××××××号新能源车"),
        plain(
            36,
            "不动产权证号为辽（2020）沈阳市不动产权第0123456号",
            "不动产权证号为辽（2020）沈阳市不动产权第××××××号",
        ),
        plain(
            37,
            "房屋坐落于沈阳市和平区南京北街12号3-4-5（原告住处）",
            "房屋坐落于沈阳市和平区南京北街×号（原告住处）",
        ),
        plain(38, "原告患抑郁症，医疗费3,000元", "原告患××症，医疗费3,000元"),
        plain(39, "微信号abc_1980、邮箱a@b.com、QQ123456789", "微信号××××××、邮箱××××××、QQ××××××"),
        plain(40, "配方为A 30%、B 12%", "配方为××××××").with(|case| case.secrets = vec!["A 30%、B 12%".into()]),
        plain(41, "被告在网上称原告\"与他人同居\"", "被告在网上称原告\"××××\"").with(|case| {
            case.kind = Kind::Personality;
            case.privacy = vec!["与他人同居".into()];
        }),
        plain(52, "手机号 139 0000 1111 / 139-0000-1111 / １３９００００１１１１", "手机号 ×××××× / ×××××× / ××××××")
            .also("139 0000 1111", "××××××")
            .also("139-0000-1111", "××××××")
            .also("１３９００００１１１１", "××××××"),
        plain(53, "身份证 21010219800101103x", ""),
        plain(54, "合同编号HT2020130012345678", "合同编号HT2020130012345678"),
        plain(55, "案款1,390,000.00元", "案款1,390,000.00元"),
    ]
}
