//! What helps to file, for anybody: what a suit costs with every step, and what is asked of a plaintiff for a cause.

use axum::Json;
use frame::problem::{ParameterFault, Problem, Problems};
use law::cause::{Family, by_name};
use law::elements;
use law::fee::{self, FeeFault};
use law::fen::Fen;
use serde::Serialize;
use utoipa::ToSchema;

use hall::form::Sent;
use hall::gate::{Asked, shortened};
use matters::filing::steps::money;

/// 一笔诉讼费
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeSheet {
    /// 收费类别的代码
    kind: &'static str,
    /// 收费类别
    name: &'static str,
    /// 依据
    source: &'static str,
    /// 每一步，合起来就是总数
    steps: Vec<FeeStep>,
    /// 总数，分
    total: i64,
}

/// 计算的一步
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeStep {
    /// 这一段从多少起，分；按件收费的没有
    from: Option<i64>,
    /// 到多少止，分
    to: Option<i64>,
    /// 费率，万分之几；定额的没有
    rate: Option<i64>,
    /// 这一步多少，分；减的为负
    fee: i64,
    /// 不是分段计算的，为什么
    why: &'static str,
}

/// 一个案由要回答的问题
#[derive(Debug, Serialize, ToSchema)]
pub struct Elements {
    /// 案由
    cause: String,
    /// 所用要素表的案由；通用的为空
    list: &'static str,
    /// 问题，按顺序
    questions: Vec<QuestionSheet>,
}

/// 一个问题
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionSheet {
    /// 编号，起诉状 answers 里用它
    id: &'static str,
    /// yes、choice、date、money、number 或 text
    kind: &'static str,
    /// 问什么
    ask: &'static str,
    /// 帮助
    help: &'static str,
    /// 必须回答
    needed: bool,
    /// 可选的答案
    choices: Vec<&'static str>,
    /// 怎样回答前面的问题才问：id 表示“是”，!id 表示“不是”，id=答案；空的总是问
    when: &'static str,
    /// 日期可以晚于今天
    future: bool,
}

/// Parameters that are none of the endpoint's.
fn strangers(sent: &Sent, own: &[&str]) -> Vec<ParameterFault> {
    let other = sent.pairs().filter(|(name, _)| !own.contains(name));
    let only = format!("只有 {}。", own.join("、"));
    other.map(|(name, _)| ParameterFault::new(&shortened(name), "没有这个参数", only.clone())).collect()
}

/// What a suit or an application costs.
#[utoipa::path(get, path = "/api/v1/fee", tag = "立案", operation_id = "fee", summary = "诉讼费计算",
    description = "按诉讼费用交纳办法第十三条、第十四条，每一步都列出。", params(
        ("kind" = String, Query, description = "收费类别的代码，如 property、divorce、labour"),
        ("amount" = Option<String>, Query, description = "金额，元，至多两位小数；按件收费的不写")),
    responses((status = 200, description = "诉讼费", body = FeeSheet), Problems))]
pub async fn cost(Asked(sent): Asked) -> Result<Json<FeeSheet>, Problem> {
    let mut faults = strangers(&sent, &["kind", "amount"]);
    let text = sent.text("amount");
    let amount = if text.is_empty() { Some(Fen::ZERO) } else { money(text) };
    if amount.is_none() {
        faults.push(ParameterFault::new("amount", "金额不能读", "只写数字，最多两位小数，例如 12345.60。"));
    }
    let reckoned = fee::fee(sent.text("kind"), amount.filter(|amount| *amount > Fen::ZERO), &[]);
    match reckoned {
        Ok(fee) if faults.is_empty() => Ok(Json(sheet(&fee))),
        Ok(_) => Err(Problem::unclear(faults)),
        Err(fault) => {
            faults.push(match fault {
                FeeFault::UnknownScale => {
                    let known: Vec<&str> = fee::scales().iter().map(|scale| scale.id.as_str()).collect();
                    ParameterFault::new("kind", "没有这一类收费", format!("可以写 {}。", known.join("、")))
                }
                FeeFault::NoAmountWanted => ParameterFault::new("amount", "这一类按件收费", "请不写金额。"),
                FeeFault::Negative | FeeFault::TooLarge => {
                    ParameterFault::new("amount", "金额太大", "请核对后重新填写。")
                }
            });
            Err(Problem::unclear(faults))
        }
    }
}

fn sheet(fee: &fee::Fee) -> FeeSheet {
    let steps = fee.steps.iter().map(|step| FeeStep {
        from: step.part.map(|(from, _)| from.0),
        to: step.part.map(|(_, to)| to.0),
        rate: step.rate,
        fee: step.fee.0,
        why: step.why,
    });
    FeeSheet {
        kind: &fee.scale.id,
        name: &fee.scale.name,
        source: &fee.scale.source,
        steps: steps.collect(),
        total: fee.total.0,
    }
}

/// What is asked of a plaintiff for a cause.
#[utoipa::path(get, path = "/api/v1/elements", tag = "立案", operation_id = "elements", summary = "一个案由的要素",
    description = "四十个常见案由有自己的要素表，其他案由用通用的一张；答案写进起诉状的 answers。",
    params(("cause" = String, Query, description = "案由的名称")),
    responses((status = 200, description = "要素", body = Elements), Problems))]
pub async fn questions(Asked(sent): Asked) -> Result<Json<Elements>, Problem> {
    let mut faults = strangers(&sent, &["cause"]);
    let known = by_name(sent.text("cause")).filter(|cause| cause.family == Family::Civil && cause.is_fileable());
    if known.is_none() {
        faults.push(ParameterFault::new("cause", "没有这个民事案由", "请写案由表里的名称，例如 买卖合同纠纷。"));
    }
    let Some(cause) = known.filter(|_| faults.is_empty()) else { return Err(Problem::unclear(faults)) };
    let id = Some(cause.id);
    let questions = elements::questions(id).map(|one| QuestionSheet {
        id: &one.id,
        kind: one.kind.word(),
        ask: &one.ask,
        help: &one.help,
        needed: one.needed,
        choices: one.choices.iter().map(String::as_str).collect(),
        when: &one.when,
        future: one.future,
    });
    Ok(Json(Elements { cause: cause.name.to_owned(), list: &elements::of(id).cause, questions: questions.collect() }))
}
