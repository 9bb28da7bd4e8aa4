//! Examples of criminal cases: 22 to 29, 49.

use super::Example;
use crate::case::{Kind, Person, Role};

const C: Kind = Kind::Criminal;

pub(super) fn examples() -> Vec<Example> {
    let accused = || Person::new("赵强", Role::Accused);
    let lawyer = Person { lawyer: true, ..Person::new("钱进", Role::Defender) };
    let minority =
        Person { ethnicity: Some("维吾尔族".into()), ..Person::new("买买提·吐尔逊", Role::Accused) };
    vec![
        Example::new(
            22,
            C,
            vec![accused(), Person::new("孙丽", Role::Victim)],
            "被告人赵强持刀将被害人孙丽捅伤",
            "被告人赵强持刀将被害人孙某捅伤",
        ),
        Example::new(
            23,
            C,
            vec![accused(), Person::new("赵军", Role::Victim)],
            "被告人赵强, 被害人赵军",
            "被告人赵强, 被害人赵某",
        ),
        Example::new(
            24,
            C,
            vec![
                Person::new("周华", Role::Witness),
                Person::new("周平", Role::Witness),
                Person::new("周正", Role::Appraiser),
            ],
            "证人周华、证人周平、鉴定人周正",
            "证人周某1、证人周某2、鉴定人周某3",
        ),
        Example::new(
            25,
            C,
            vec![accused(), Person::unit("大连海天贸易有限公司", Role::Victim)],
            "被害单位大连海天贸易有限公司",
            "被害单位大连海天贸易有限公司",
        ),
        Example::new(
            26,
            C,
            vec![lawyer],
            "辩护人钱进，辽宁正义律师事务所律师，执业证号12101199810123456",
            "辩护人钱进，辽宁正义律师事务所律师，执业证号12101199810123456",
        ),
        Example::new(
            28,
            C,
            vec![Person::new("孙丽", Role::IncidentalPlaintiff), Person::new("孙大勇", Role::StatutoryAgent)],
            "附带民事诉讼原告人孙丽之父孙大勇",
            "附带民事诉讼原告人孙某1之父孙某2",
        ),
        Example::new(29, C, vec![accused()], "通过技术侦查措施截获的通话内容…", ""),
        Example::new(49, C, vec![minority], "被告人买买提·吐尔逊", "被告人买买提·吐尔逊"),
    ]
}
