//! The command line: names, options and their help. What they do is in `run`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 明镜：法院业务平台
#[derive(Debug, Parser)]
#[command(
    name = "mingjing",
    version,
    about = "明镜：法院业务平台",
    propagate_version = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// Global options.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// 数据库地址：sqlite://文件 或 postgres://…
    #[arg(long, global = true, env = "MINGJING_DB", default_value = "sqlite://mingjing.db", value_name = "URL")]
    pub db: String,
    /// 数据目录（密钥、统计列存、文件）
    #[arg(long, global = true, env = "MINGJING_DATA", default_value = "./var", value_name = "目录")]
    pub data: PathBuf,
    /// 配置文件（TOML）：本站对外的地址、邮件服务器、短信网关、统一身份；不写则通知只在收件箱
    #[arg(long, global = true, env = "MINGJING_CONFIG", value_name = "文件")]
    pub config: Option<PathBuf>,
    /// 以 JSON 输出
    #[arg(long, global = true)]
    pub json: bool,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 建一个小型全省样例并提供网页
    Demo {
        /// 规模，1 为全省一年
        #[arg(long, default_value = "0.01")]
        scale: String,
        /// 法律库（laws.db 或者 Markdown 目录），库里还没有法律时导入
        #[arg(long, value_name = "路径")]
        laws: Option<PathBuf>,
        /// 不模拟案件，从空库开始：只有法院、三名法官和几个工作人员账户
        #[arg(long, conflicts_with = "scale")]
        empty: bool,
        /// 监听地址
        #[arg(long, default_value = "127.0.0.1:8020")]
        listen: String,
    },
    /// 提供网页与接口
    Serve {
        /// 监听地址
        #[arg(long, default_value = "127.0.0.1:8020")]
        listen: String,
        /// 显示各院在同级法院中的名次；不写则任何页面和接口都没有名次
        #[arg(long, env = "MINGJING_RANKING")]
        ranking: bool,
    },
    /// 按计划模拟一年，逐案逐步写入日志；中断后再次运行会接着做。加 --live 则从库中最后一日起逐条续写，供正在运行的网页跟着变动
    Simulate {
        /// 计划文件；不写则用随附的辽宁 2020 年计划
        #[arg(long, value_name = "文件")]
        plan: Option<PathBuf>,
        /// 规模，1 为全省一年；不写为 1，续写时为库中模拟的规模
        #[arg(long)]
        scale: Option<String>,
        /// 随机种子；不写则用计划中的种子，续写时用库中模拟的种子
        #[arg(long)]
        seed: Option<u64>,
        /// Going on.
        #[command(flatten)]
        live: Live,
    },
    /// 年度工作报告的统计部分
    Report {
        /// 年度
        #[arg(long, default_value_t = 2020)]
        year: u16,
        /// 法院代字，如 辽01；不写为全省
        #[arg(long)]
        court: Option<String>,
        /// 格式
        #[arg(long, value_enum, default_value_t = ReportFormat::Md)]
        format: ReportFormat,
        /// 写入文件；不写则写到标准输出（pdf、docx 不写到终端）
        #[arg(long, short, value_name = "文件")]
        output: Option<PathBuf>,
    },
    /// 质效指标
    Stats {
        /// 年度
        #[arg(long, default_value_t = 2020)]
        year: u16,
        /// 分组
        #[arg(long, value_enum, default_value_t = By::Province)]
        by: By,
        /// 只看一个法院（代字）
        #[arg(long)]
        court: Option<String>,
        /// 格式
        #[arg(long, value_enum, default_value_t = StatsFormat::Table)]
        format: StatsFormat,
    },
    /// 从条目重新计算并核对全部内容：叶、树、签名和每一张投影表
    Verify {
        /// 只核对一个法院（代字）
        #[arg(long)]
        court: Option<String>,
    },
    /// 回执
    Receipt {
        /// 做什么
        #[command(subcommand)]
        action: ReceiptAction,
    },
    /// 账户和权限
    Account {
        /// 做什么
        #[command(subcommand)]
        action: AccountAction,
    },
    /// 从表格（XLSX、CSV）导入旧案：逐行核对，全部无误才一次写入，否则一件也不写入
    Import(Importing),
    /// 法律库
    Laws {
        /// 做什么
        #[command(subcommand)]
        action: LawsAction,
    },
    /// 检索
    Search {
        /// 查什么
        #[command(subcommand)]
        action: SearchAction,
    },
    /// 文书隐名处理：DOCX、有文字的 PDF 或者文本文件，PDF 只给出文字；只处理，不公开，也不需要数据库
    Redact(Redacting),
    /// 权限表：角色 × 事项 × 与案件的关系
    Policy {
        /// 做什么
        #[command(subcommand)]
        action: PolicyAction,
    },
    /// 抽签分案
    Draw {
        /// 做什么
        #[command(subcommand)]
        action: DrawAction,
    },
    /// 案号
    CaseNumber {
        /// 做什么
        #[command(subcommand)]
        action: CaseNumberAction,
    },
    /// 数据接口的 OpenAPI 文档
    Openapi,
    /// 备份到一个目录
    Backup {
        /// 目录
        dir: PathBuf,
    },
    /// 从备份恢复到一个空库（两种数据库均可）
    Restore {
        /// 目录
        dir: PathBuf,
    },
    /// 供开发使用
    #[command(hide = true)]
    Internal {
        /// What to print.
        #[command(subcommand)]
        action: Internal,
    },
}

/// Old cases from a spreadsheet.
#[derive(Debug, Args)]
pub struct Importing {
    /// 表格文件，列见网页“导入旧案”里的模板
    pub file: PathBuf,
    /// 法院代字，如 辽0102
    #[arg(long)]
    pub court: String,
    /// 由谁办理：该院立案人员的用户名
    #[arg(long, value_name = "用户名")]
    pub by: Option<String>,
    /// 只核对，不导入
    #[arg(long)]
    pub dry_run: bool,
    /// 把全部错误写入文件：.csv 写成 CSV，其他写成 XLSX
    #[arg(long, value_name = "文件")]
    pub faults: Option<PathBuf>,
}

/// Going on, an entry at a time.
#[derive(Debug, Args)]
pub struct Live {
    /// 从库中最后一日的次日起逐条续写，直到 Ctrl-C 或下列界限
    #[arg(long)]
    pub live: bool,
    /// 续写的快慢，每秒条数；0 为不等待
    #[arg(long, default_value = "5", value_name = "条数", allow_hyphen_values = true, requires = "live")]
    pub pace: String,
    /// 续写多久后自行停止，如 30s、5m、2h
    #[arg(long = "for", value_name = "时长", allow_hyphen_values = true, requires = "live")]
    pub time: Option<String>,
    /// 续写多少条后自行停止
    #[arg(long, value_name = "条数", allow_hyphen_values = true, requires = "live")]
    pub entries: Option<String>,
    /// mingjing demo 的数据目录：续写其中的数据库，用其中的密钥
    #[arg(long, value_name = "目录", requires = "live")]
    pub into: Option<PathBuf>,
}

/// Receipts.
#[derive(Debug, Subcommand)]
pub enum ReceiptAction {
    /// 取一条目的回执
    Make {
        /// 法院代字
        court: String,
        /// 条目序号
        position: i64,
    },
    /// 核验回执文件，不需要数据库
    Check {
        /// 回执文件
        file: PathBuf,
    },
}

/// Accounts.
#[derive(Debug, Subcommand)]
pub enum AccountAction {
    /// 开立一个工作人员账户并任职，打印一次性的临时密码
    Add {
        /// 用户名
        login: String,
        /// 姓名
        #[arg(long)]
        name: String,
        /// 职务：registrar、clerk、judge、assistant、assessor、division_head、president、trial_management、finance、discipline、administrator
        #[arg(long)]
        role: String,
        /// 法院代字，如 辽0102
        #[arg(long)]
        court: String,
        /// 审判组，如 民事；可以写多次
        #[arg(long = "group", value_name = "团队")]
        groups: Vec<String>,
    },
}

/// A document to be masked.
#[derive(Debug, Args)]
pub struct Redacting {
    /// 文书
    pub file: PathBuf,
    /// 案件信息（JSON）：当事人、角色、案件种类；不写则从文书里读
    #[arg(long, value_name = "文件")]
    pub case: Option<PathBuf>,
    /// 按 2024 年的做法：单位名称和法定代表人也隐去；不写则按 2016 年的规定
    #[arg(long = "practice-2024")]
    pub practice_2024: bool,
    /// 写入文件；不写则把文字打印出来
    #[arg(long, short, value_name = "文件")]
    pub output: Option<PathBuf>,
}

/// The laws.
#[derive(Debug, Subcommand)]
pub enum LawsAction {
    /// 导入法律：一个 laws.db，或者一个 Markdown 文件的目录；再次导入会更新同一来源的文本
    Import {
        /// 文件或者目录
        path: PathBuf,
    },
}

/// What is searched.
#[derive(Debug, Subcommand)]
pub enum SearchAction {
    /// 查法条：条号、几个词，或者一句平常的话
    Laws(SearchingLaws),
    /// 查类案：与一段事实最相近的已公开案件
    Cases(SearchingCases),
}

/// Facts to find similar cases for.
#[derive(Debug, Args)]
pub struct SearchingCases {
    /// 事实，文本文件（UTF-8 或者 GB18030）
    #[arg(long, value_name = "文件")]
    pub facts: PathBuf,
    /// 列出多少件
    #[arg(long, default_value_t = 10, value_name = "件数")]
    pub most: usize,
}

/// A question to the laws.
#[derive(Debug, Args)]
pub struct SearchingLaws {
    /// 问题
    pub question: String,
    /// 只看哪天有效的，如 2020-03-02
    #[arg(long, value_name = "日期")]
    pub on: Option<String>,
    /// 列出多少条
    #[arg(long, default_value_t = 10, value_name = "条数")]
    pub most: usize,
}

/// Policies.
#[derive(Debug, Subcommand)]
pub enum PolicyAction {
    /// 打印权限表
    Matrix,
}

/// Draws.
#[derive(Debug, Subcommand)]
pub enum DrawAction {
    /// 凭“分案”记录的回执重新抽签，逐步核对；不需要数据库
    Replay {
        /// 回执文件
        file: PathBuf,
    },
}

/// Case numbers.
#[derive(Debug, Subcommand)]
pub enum CaseNumberAction {
    /// 解析一个案号
    Parse {
        /// 案号
        text: String,
    },
}

/// For development.
#[derive(Debug, Subcommand)]
pub enum Internal {
    /// Markdown of the refusal catalogue.
    Refusals,
    /// Markdown of the command line's help.
    CliHelp,
    /// Markdown of the entry kinds.
    EntryKinds,
    /// Markdown of the indicators.
    Indicators,
    /// One benchmark, as JSON lines.
    Bench {
        /// simulate, floor, indicators, receipt, report-pdf, scaling, verify, export or door
        name: String,
        /// Scale of the database the benchmark works on.
        #[arg(long, default_value = "1")]
        scale: String,
    },
}

/// Formats of the report.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ReportFormat {
    /// Markdown
    Md,
    /// JSON
    Json,
    /// PDF，公文版式
    Pdf,
    /// Word 文档
    Docx,
}

/// Formats of statistics.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StatsFormat {
    /// 表格
    Table,
    /// CSV
    Csv,
    /// JSON
    Json,
}

/// Grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// 全省
    Province,
    /// 法院
    Court,
    /// 月份
    Month,
    /// 案由
    Cause,
    /// 法官
    Judge,
    /// 类型代字
    Word,
}
