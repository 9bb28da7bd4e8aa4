//! The description of the API for people: a page made from the OpenAPI document, so that it cannot say anything else.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use serde_json::Value;

use super::problem::CODES;
use crate::fault::Fault;
use crate::shell::{Frame, Shell, render};
use crate::state::AppState;

/// Parameters shown before the rest is folded away.
const SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    shell: Shell,
    lede: String,
    groups: Vec<Group>,
    types: Vec<Kind>,
    codes: Vec<(&'static str, u16, &'static str)>,
}

/// Operations under a heading.
struct Group {
    name: String,
    told: String,
    operations: Vec<Operation>,
}

/// One operation.
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    told: String,
    parameters: Vec<Parameter>,
    others: Vec<Parameter>,
    answer: Option<String>,
}

/// A parameter.
struct Parameter {
    name: String,
    needed: &'static str,
    told: String,
}

/// A type of answer.
struct Kind {
    name: String,
    told: String,
    fields: Vec<Field>,
}

/// A field of a type.
struct Field {
    name: String,
    kind: String,
    link: Option<String>,
    told: String,
}

/// `/api`.
pub async fn page(State(state): State<AppState>, frame: Frame) -> Result<Html<String>, Fault> {
    let document = serde_json::to_value(state.described()).map_err(|cause| Fault::unavailable(&cause))?;
    render(&ApiPage {
        shell: frame.shell("数据接口"),
        lede: text(&document, "/info/description"),
        groups: groups(&document),
        types: types(&document),
        codes: CODES
            .iter()
            .filter(|(code, ..)| *code != "request.refused")
            .map(|(code, status, title)| (*code, status.as_u16(), *title))
            .collect(),
    })
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn entries<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

fn groups(document: &Value) -> Vec<Group> {
    let of_tag = |tag: &str| {
        entries(document, "/paths")
            .flat_map(|(path, item)| {
                item.as_object().into_iter().flatten().map(move |(method, told)| (path, method, told))
            })
            .filter(|(_, _, told)| list(told, "tags").iter().any(|one| one.as_str() == Some(tag)))
            .map(|(path, method, told)| operation(path, method, told))
            .collect()
    };
    list(document, "tags")
        .iter()
        .map(|tag| {
            let name = text(tag, "/name");
            Group { operations: of_tag(&name), told: text(tag, "/description"), name }
        })
        .collect()
}

fn operation(path: &str, method: &str, told: &Value) -> Operation {
    let mut parameters: Vec<Parameter> = list(told, "parameters").iter().map(parameter).collect();
    let others = parameters.split_off(parameters.len().min(SHOWN));
    let answer = told.pointer("/responses/200/content/application~1json/schema/$ref").and_then(Value::as_str);
    Operation {
        id: text(told, "/operationId"),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(told, "/summary"),
        told: text(told, "/description"),
        parameters,
        others,
        answer: answer.and_then(|name| name.rsplit('/').next()).map(str::to_owned),
    }
}

fn parameter(value: &Value) -> Parameter {
    let needed = value.get("required").and_then(Value::as_bool).unwrap_or(false);
    let place = match value.get("in").and_then(Value::as_str) {
        Some("path") => "地址中",
        _ if needed => "必填",
        _ => "选填",
    };
    Parameter { name: text(value, "/name"), needed: place, told: text(value, "/description") }
}

fn types(document: &Value) -> Vec<Kind> {
    entries(document, "/components/schemas")
        .map(|(name, schema)| Kind {
            name: name.clone(),
            told: text(schema, "/description"),
            fields: entries(schema, "/properties").map(|(name, value)| field(name, value)).collect(),
        })
        .collect()
}

fn field(name: &str, value: &Value) -> Field {
    let (kind, link) = kind_of(value);
    // what may be empty carries its words beside the type it refers to
    let told =
        list(value, "oneOf").iter().chain([value]).map(|one| text(one, "/description")).find(|told| !told.is_empty());
    Field { name: name.to_owned(), kind, link, told: told.unwrap_or_default() }
}

/// A type in words, and the name of the type it leads to.
fn kind_of(value: &Value) -> (String, Option<String>) {
    let word = |name: &str| match name {
        "string" => "文本",
        "integer" => "整数",
        "boolean" => "真假",
        "object" => "对象",
        "null" => "空",
        _ => "值",
    };
    if let Some(name) = value.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next()) {
        return (name.to_owned(), Some(name.to_owned()));
    }
    if let Some(one) = list(value, "oneOf").iter().find(|one| one.get("$ref").is_some()) {
        let (kind, link) = kind_of(one);
        return (format!("{kind} 或空"), link);
    }
    match value.get("type") {
        Some(Value::String(name)) if name == "array" => {
            let (kind, link) = value.get("items").map_or_else(|| ("值".to_owned(), None), kind_of);
            (format!("{kind} 的列表"), link)
        }
        Some(Value::String(name)) => (word(name).to_owned(), None),
        Some(Value::Array(names)) => {
            (names.iter().filter_map(Value::as_str).map(word).collect::<Vec<_>>().join("或"), None)
        }
        _ => ("值".to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_are_told_in_words() {
        for (schema, told) in [
            (json!({"type": "string"}), "文本"),
            (json!({"type": ["integer", "null"]}), "整数或空"),
            (json!({"type": "array", "items": {"$ref": "#/components/schemas/Court"}}), "Court 的列表"),
            (json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/SignedHead"}]}), "SignedHead 或空"),
        ] {
            assert_eq!(kind_of(&schema).0, told);
        }
    }

    #[test]
    fn every_operation_stands_under_a_heading_and_every_word_is_chinese() {
        let document = serde_json::to_value(super::super::document()).unwrap();
        let groups = groups(&document);
        let shown: usize = groups.iter().map(|group| group.operations.len()).sum();
        assert_eq!(shown, entries(&document, "/paths").count());
        let all = groups.iter().flat_map(|group| &group.operations);
        for operation in all {
            assert!(!operation.summary.is_ascii() && !operation.told.is_ascii(), "{}", operation.path);
            for parameter in operation.parameters.iter().chain(&operation.others) {
                assert!(!parameter.told.is_ascii(), "{} {}", operation.path, parameter.name);
            }
        }
        for kind in types(&document) {
            assert!(!kind.told.is_ascii(), "{}", kind.name);
            for field in kind.fields {
                assert!(!field.told.is_ascii(), "{}.{}: {}", kind.name, field.name, field.told);
            }
        }
    }
}
