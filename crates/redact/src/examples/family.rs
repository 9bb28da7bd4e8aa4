//! Examples of family and inheritance cases: 1 to 20, 45 to 48, 50, 51.

use super::{Example, party};
use crate::case::{Kind, Options, Person, Role};
use crate::edit::Reason;

const I: Kind = Kind::Inheritance;

fn of_group(name: &str, group: &str) -> Person {
    Person { ethnicity: Some(group.to_owned()), ..party(name) }
}

fn brothers() -> Vec<Person> {
    vec![
        Person { born: Some(1948), ..party("张建国") },
        Person { born: Some(1975), ..party("张建民") },
        Person { born: Some(1955), ..Person::new("张德海", Role::Deceased) },
    ]
}

pub(super) fn examples() -> Vec<Example> {
    let mut all = names();
    all.extend(words());
    all.extend(others());
    all
}

fn names() -> Vec<Example> {
    let foreign = Person { foreign: true, ..party("约翰·史密斯") };
    vec![
        Example::new(1, I, brothers(), "原告张建国诉被告张建民", "原告张某1诉被告张某2"),
        Example::new(2, I, vec![party("李明"), party("王芳")], "原告李明诉被告王芳", "原告李某诉被告王某"),
        Example::new(3, I, vec![party("欧阳晓兰")], "原告欧阳晓兰", "原告欧阳某"),
        Example::new(
            4,
            I,
            vec![of_group("阿依古丽·买买提", "维吾尔族")],
            "原告阿依古丽·买买提（维吾尔族）",
            "原告阿某（维吾尔族）",
        ),
        Example::new(
            5,
            I,
            vec![of_group("乌兰图雅", "蒙古族"), of_group("乌云其其格", "蒙古族")],
            "原告乌兰图雅（蒙古族）、被告乌云其其格（蒙古族）",
            "原告乌某1（蒙古族）、被告乌某2（蒙古族）",
        ),
        Example::new(6, I, vec![foreign], "原告约翰·史密斯（美国籍）", "原告约某（美国籍）"),
        Example::new(
            7,
            I,
            vec![party("John Smith"), party("Jane Smith")],
            "原告John Smith、被告Jane Smith",
            "原告J1、被告J2",
        ),
        Example::new(8, I, vec![party("张伟")], "原告张　伟", "原告张某"),
        Example::new(9, I, vec![party("张伟")], "原告张\n伟", "原告张某"),
        Example::new(10, I, vec![party("张伟"), party("张伟明")], "张伟、张伟明", "张某1、张某2"),
        Example::new(
            11,
            I,
            vec![party("张伟"), Person::new("张伟明", Role::Witness)],
            "原告张伟；证人张伟明",
            "原告张某1；证人张某2",
        ),
        Example::new(
            11,
            I,
            vec![party("张伟"), Person::new("张伟明", Role::Witness)],
            "原告张伟；证人张伟明",
            "原告张某；证人张伟明",
        )
        .options(Options { hide_related_in_family: false, ..Options::default() }),
    ]
}

fn words() -> Vec<Example> {
    let unit = Person::unit("沈阳李明商贸有限公司", Role::Party);
    let mut judge = Person::new("王立", Role::Judge);
    judge.surname = Some("王".to_owned());
    vec![
        Example::new(
            12,
            I,
            vec![party("李明"), unit],
            "原告李明诉被告沈阳李明商贸有限公司",
            "原告李某诉被告沈阳李明商贸有限公司",
        )
        .flagged(Reason::InsideUnit),
        Example::new(14, I, vec![party("和平")], "原告和平，住沈阳市和平区", "原告和某，住沈阳市和平区"),
        Example::new(15, I, vec![party("高兴")], "原告高兴。双方都很高兴", "原告高某。双方都很高兴")
            .flagged(Reason::CommonWord),
        Example::new(16, I, vec![party("王法"), judge], "依照王法官的释明", "依照王法官的释明"),
        Example::new(
            17,
            I,
            vec![Person { aliases: vec!["王小芳".into()], ..party("王芳") }],
            "王芳（曾用名王小芳）",
            "王某（曾用名王某）",
        ),
        Example::new(
            18,
            I,
            vec![Person { aliases: vec!["大明".into()], ..party("李明") }],
            "李明（绰号\"大明\"）",
            "李某（绰号\"××\"）",
        ),
        Example::new(19, I, brothers(), "原告张建国与被告张建民。老张答应过", "原告张某1与被告张某2。张某1答应过"),
        Example::new(19, I, vec![party("张建国"), party("张建民")], "老张答应过", "老张答应过")
            .flagged(Reason::Ambiguous),
        Example::new(20, I, brothers(), "原告张建国诉被告张建民", "原告张某1诉被告张某2")
            .also("被继承人张德海于2019年去世", "被继承人张某3于2019年去世"),
    ]
}

fn others() -> Vec<Example> {
    let sister = Person { relation: Some("姐".into()), ..Person::new("何平", Role::Agent) };
    vec![
        Example::new(45, I, vec![sister], "委托代理人何平，女，1975年…，系原告之姐", "委托代理人何某，女，系原告之姐"),
        Example::new(46, I, vec![party("李明")], "李某称，李明到场", "李某1称，李某2到场"),
        Example::new(47, I, brothers(), "原告张建国诉被告张建民", "原告张某1诉被告张某2")
            .also("附件《遗产清单》\n张建国 50%", "附件《遗产清单》\n张某1 50%"),
        Example::new(48, I, brothers(), "张建国与张建民继承纠纷.pdf", "张某1与张某2继承纠纷.pdf"),
        Example::new(
            50,
            I,
            vec![of_group("金永浩", "朝鲜族"), of_group("金明哲", "朝鲜族")],
            "原告金永浩（朝鲜族）、被告金明哲（朝鲜族）",
            "原告金某1（朝鲜族）、被告金某2（朝鲜族）",
        ),
        Example::new(51, I, vec![party("曹明")], "曹某某与曹明", "曹某1与曹某2"),
    ]
}
