//! The columns of the table, and the template that is handed out to be filled in.

use law::life::codes::{ClosingForm, Procedure, Secrecy};
use sheet::read::{Found, Line, letters};
use sheet::{Asked, SheetFault, blank};

/// The sheet that is filled in.
pub const SHEET: &str = "旧案";

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "named as their headings in `COLUMNS`")]
pub enum Column {
    Number,
    Cause,
    Plaintiffs,
    PlaintiffKinds,
    PlaintiffIds,
    Defendants,
    DefendantKinds,
    DefendantIds,
    Amount,
    Received,
    Registered,
    Assigned,
    Judge,
    Panel,
    Procedure,
    Heard,
    Collected,
    Closed,
    Form,
    Secrecy,
}

/// What a column is called, whether it must be there, how it is written, and an example.
pub struct About {
    /// The column.
    pub column: Column,
    /// Heading.
    pub name: &'static str,
    /// Every row must have it.
    pub needed: bool,
    /// How it is written.
    pub hint: &'static str,
    /// An example.
    pub example: &'static str,
    width: u16,
}

macro_rules! columns {
    ($($column:ident, $needed:literal, $width:literal, $name:literal, $hint:literal, $example:literal;)*) => {
        /// All columns, in the order of the template.
        pub const COLUMNS: &[About] = &[$(About {
            column: Column::$column, name: $name, needed: $needed, hint: $hint, example: $example, width: $width,
        }),*];
    };
}

columns! {
    Number, true, 17, "案号", "本院2016年以后的案号，如（2020）辽0102民初12号；一个案号只占一行", "（2020）辽0102民初12号";
    Cause, true, 12, "案由", "案由规定里的名称，刑事案件写罪名", "买卖合同纠纷";
    Plaintiffs, true, 16, "原告或申请人", "姓名或者名称，多人用“；”隔开；公诉案件写检察院，执行案件写申请执行人", "沈阳某某商贸有限公司";
    PlaintiffKinds, true, 9, "原告类型", "自然人或者单位；都一样的写一次，不一样的按次序用“；”隔开", "单位";
    PlaintiffIds, false, 20, "原告证件号", "身份证号或者统一社会信用代码，按次序用“；”隔开；不知道的写“-”，都不知道的空着", "-";
    Defendants, false, 16, "被告或被申请人", "写法同“原告或申请人”；没有对方当事人的空着", "李某；王某";
    DefendantKinds, false, 9, "被告类型", "写法同“原告类型”", "自然人";
    DefendantIds, false, 20, "被告证件号", "写法同“原告证件号”", "";
    Amount, false, 10, "标的额", "元，至多两位小数；没有标的额的空着", "100000.00";
    Received, false, 9, "收到日期", "2020-03-02、2020年3月2日或者表格软件的日期；空着的与立案日期相同", "2020-03-02";
    Registered, true, 9, "立案日期", "写法同上，年份应当与案号的年度相同", "2020-03-04";
    Assigned, false, 9, "分案日期", "写法同上；还没有分案的空着", "2020年3月5日";
    Judge, false, 9, "承办法官", "法官的编号或者登录名；法官应当在本院登记过任职", "";
    Panel, false, 7, "合议庭人数", "单数；空着的按程序推定：简易、小额、速裁和执行一人，其他三人", "";
    Procedure, false, 9, "适用程序", "分过案的一审案件必填", "简易程序";
    Heard, false, 12, "开庭日期", "几次开庭按先后用“；”隔开；没有开庭的空着", "2020-04-01；2020-04-20";
    Collected, false, 10, "到位金额", "执行案件实际到位的金额，元；其他案件空着", "";
    Closed, false, 9, "结案日期", "没有结案的空着", "2020-05-08";
    Form, false, 12, "结案方式", "结过案的必填", "判决";
    Secrecy, false, 7, "密级", "空着的是公开", "公开";
}

impl Column {
    /// Everything about it.
    pub fn about(self) -> &'static About {
        const OTHER: About = About { column: Column::Number, name: "", needed: false, hint: "", example: "", width: 0 };
        COLUMNS.iter().find(|about| about.column == self).unwrap_or(&OTHER)
    }

    /// Its heading.
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// The values it allows; none where anything that fits is allowed.
    pub fn allowed(self) -> Vec<&'static str> {
        match self {
            Column::PlaintiffKinds | Column::DefendantKinds => vec!["自然人", "单位"],
            Column::Procedure => {
                Procedure::ALL.iter().filter(|one| **one != Procedure::None).map(|one| one.zh()).collect()
            }
            Column::Form => ClosingForm::ALL.iter().map(|form| form.zh()).collect(),
            Column::Secrecy => Secrecy::ALL.iter().map(|level| level.zh()).collect(),
            _ => Vec::new(),
        }
    }
}

/// Where each column stands in a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Columns with their places.
    places: Vec<(Column, usize)>,
    /// Headings that are no column's.
    pub unknown: Vec<String>,
}

/// What is wrong with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingFault {
    /// Columns that must be there and are not.
    pub missing: Vec<&'static str>,
    /// Columns that are there twice.
    pub twice: Vec<&'static str>,
}

impl Heading {
    /// Reads the first row.
    pub fn read(line: &Line) -> Result<Heading, HeadingFault> {
        let mut heading = Heading::default();
        let mut twice = Vec::new();
        for (place, found) in &line.cells {
            let Found::Text(text) = found else { continue };
            let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '*' && *c != '＊').collect();
            match COLUMNS.iter().find(|about| about.name == text) {
                Some(about) if heading.place(about.column).is_some() => twice.push(about.name),
                Some(about) => heading.places.push((about.column, *place)),
                None => heading.unknown.push(text.chars().filter(|c| !c.is_control()).take(20).collect()),
            }
        }
        let lacks = |about: &&About| about.needed && heading.place(about.column).is_none();
        let missing: Vec<&str> = COLUMNS.iter().filter(lacks).map(|about| about.name).collect();
        if missing.is_empty() && twice.is_empty() { Ok(heading) } else { Err(HeadingFault { missing, twice }) }
    }

    /// Where a column stands.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(one, _)| *one == column).map(|(_, place)| *place)
    }

    /// A column as a spreadsheet shows it: its letters and heading.
    pub fn shown(&self, column: Column) -> String {
        match self.place(column) {
            Some(place) => format!("{} {}", letters(place), column.name()),
            None => column.name().to_owned(),
        }
    }
}

/// The workbook to be filled in.
///
/// # Errors
/// When it cannot be written.
pub fn template() -> Result<Vec<u8>, SheetFault> {
    let asked: Vec<Asked> = COLUMNS
        .iter()
        .map(|about| Asked {
            name: about.name,
            needed: about.needed,
            hint: about.hint,
            example: about.example,
            allowed: about.column.allowed().into_iter().map(str::to_owned).collect(),
            width: about.width,
        })
        .collect();
    blank(
        SHEET,
        &asked,
        &[
            "第二行是示例，填写时请删去或者改掉。第一行的列名不要改，列的次序可以变。",
            "每一行都按当时的法律重新核对一遍：法律不允许的经过不能导入，要先查明原因。",
            "终结本次执行程序的案件要有查控、约谈等记录，不能由表格导入，请逐件补录。",
            "只要有一行有误，整份文件都不会导入；全部无误时一次导入，不会只导入一半。",
        ],
    )
}
