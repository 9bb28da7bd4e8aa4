//! A court with a registrar and two judges, and tables written row by row.

use std::sync::Arc;

use docket::key::CourtKey;
use docket::sealed::StreamKey;
use docket::store::{CourtRow, Docket, KeyRing, VerifyProgress};
use import::{COLUMNS, Checked, FileFault, check};
use law::court::{by_code, courts};
use law::day::{Day, Moment};
use law::ids::CourtId;
use law::role::Role;
use people::account::Seed;
use people::{AccountId, Draft, Kind, People, PostDraft};

/// The court.
pub const COURT: &str = "辽0102";

/// Keys that follow from the court's number.
pub struct Keys;

impl KeyRing for Keys {
    fn key(&self, court: CourtId) -> Option<CourtKey> {
        Some(CourtKey::from_seed(&court.0.to_be_bytes()))
    }
}

/// The house.
pub struct House {
    pub docket: Docket,
    pub people: People,
    pub court: CourtId,
    pub at: Moment,
}

impl House {
    /// On a day of 2021, with judges 11 (left) and 12.
    pub async fn open(url: &str) -> House {
        let docket = Docket::open(url).await.unwrap();
        let row = |court: &law::court::Court| CourtRow {
            court: court.id,
            code: court.code.to_owned(),
            name: court.name.to_owned(),
            public_key: Keys.key(court.id).unwrap().public().to_bytes().to_vec(),
        };
        docket.register(&courts().iter().map(row).collect::<Vec<_>>()).await.unwrap();
        let people = People::new(docket.clone(), StreamKey::from_seed(b"people"));
        let court = by_code(COURT).unwrap().id;
        let seed = |number: i64, login: &str, role, until| Seed {
            number: AccountId(number),
            draft: Draft { kind: Kind::Staff, name: login.to_owned(), login: Some(login.into()), ..Draft::default() },
            posts: vec![PostDraft {
                account: AccountId(number),
                role,
                court,
                from: Day::new(2019, 1, 1).unwrap(),
                until,
                capacity_hundredths: 100,
                groups: if role == Role::Judge { vec!["civil".into()] } else { Vec::new() },
            }],
            password: None,
        };
        let at = Day::new(2021, 6, 1).unwrap().at_minute(600);
        let seeds = [
            seed(11, "judge11", Role::Judge, Day::new(2020, 12, 31)),
            seed(12, "judge12", Role::Judge, None),
            seed(31, "registrar", Role::Registrar, None),
        ];
        people.seed(&seeds, at).await.unwrap();
        House { docket, people, court, at }
    }

    /// The dry run.
    pub async fn try_check(&self, file: Vec<u8>) -> Result<Checked, FileFault> {
        let asking = import::Asking { court: self.court, by: 31, at: self.at, file: Arc::new(file) };
        check(&self.docket, &self.people, &asking, &Arc::default()).await
    }

    /// The dry run of a file that can be read.
    pub async fn check(&self, file: Vec<u8>) -> Checked {
        self.try_check(file).await.unwrap()
    }

    /// The run.
    pub async fn enter(&self, checked: &Checked) -> Result<import::Entered, import::NotEntered> {
        import::enter(&self.docket, &Keys, checked, "registrar:31".to_owned(), self.at).await
    }

    /// Everything stored agrees with the entries.
    pub async fn verified(&self) {
        let report = self.docket.verify(None, Arc::new(VerifyProgress::default())).await.unwrap();
        assert_eq!((report.findings, report.behind), (Vec::new(), Vec::new()));
    }
}

/// A row: a sale that was judged, but for what is given by heading.
pub fn sale(serial: u32, given: &[(&str, &str)]) -> Vec<String> {
    let number = format!("（2020）{COURT}民初{serial}号");
    let usual = [
        ("案号", number.as_str()),
        ("案由", "买卖合同纠纷"),
        ("原告或申请人", "沈阳某公司"),
        ("原告类型", "单位"),
        ("原告证件号", "91350100M000100Y43"),
        ("被告或被申请人", "李某；王某"),
        ("被告类型", "自然人"),
        ("被告证件号", "11010519491231002X；-"),
        ("标的额", "100000.00"),
        ("收到日期", "2020-03-02"),
        ("立案日期", "2020-03-04"),
        ("分案日期", "2020年3月5日"),
        ("承办法官", "judge11"),
        ("适用程序", "简易程序"),
        ("开庭日期", "2020-04-01；2020-04-20"),
        ("结案日期", "2020-05-08"),
        ("结案方式", "判决"),
    ];
    let cell = |name: &str| {
        let of = |list: &[(&str, &str)]| list.iter().find(|(one, _)| *one == name).map(|(_, text)| (*text).to_owned());
        of(given).or_else(|| of(&usual)).unwrap_or_default()
    };
    COLUMNS.iter().map(|about| cell(about.name)).collect()
}

/// The rows as CSV under the heading of the template.
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let quoted = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(",")
    };
    let heading: Vec<String> = COLUMNS.iter().map(|about| about.name.to_owned()).collect();
    let lines: Vec<String> = [heading].iter().chain(rows).map(quoted).collect();
    lines.join("\r\n").into_bytes()
}

/// The rows as a workbook.
pub fn xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, about) in (0..).zip(COLUMNS) {
        sheet.write_string(0, at, about.name).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(cells) {
            sheet.write_string(row, at, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Row, heading and sentence of every fault.
pub fn told(checked: &Checked) -> Vec<(u32, String, String)> {
    let heading = |column: &str| column.split(' ').next_back().unwrap().to_owned();
    checked.faults.iter().map(|one| (one.row, heading(&one.column), one.wrong.clone())).collect()
}
