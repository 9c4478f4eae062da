//! Mentions as JSON objects.

use eosin::extract::mention::Attribute;
use eosin::extract::{Amount, Analysis, Decimal, Mention, Value};
use serde_json::{Map, Number, Value as Json, json};

/// The mentions of an analysis, as `pipe` writes them.
pub fn mentions(analysis: &Analysis) -> Json {
    analysis.mentions.iter().map(|one| mention(analysis, one)).collect()
}

fn mention(analysis: &Analysis, mention: &Mention) -> Json {
    let mut object = json!({
        "start": mention.span.start,
        "end": mention.span.end,
        "kind": mention.kind.kind().id,
        "text": analysis.document.slice(mention.span),
        "value": value(&mention.value),
        "rule": mention.rule.as_str(),
        "certainty": mention.certainty.as_str(),
    });
    if let (Some(object), false) = (object.as_object_mut(), mention.attributes.is_empty()) {
        object.insert("attributes".into(), mention.attributes.iter().map(attribute).collect());
    }
    object
}

fn attribute(attribute: &Attribute) -> Json {
    match attribute.span {
        Some(span) => {
            json!({"name": attribute.name, "value": attribute.value, "start": span.start, "end": span.end})
        }
        None => json!({"name": attribute.name, "value": attribute.value}),
    }
}

fn value(value: &Value) -> Json {
    let mut object = Map::new();
    match value {
        Value::Name { name } => {
            object.insert("name".into(), json!(name));
        }
        Value::Quantity { amount, unit } => {
            amounts(&mut object, "value", amount);
            object.insert("unit".into(), json!(unit));
        }
        Value::Money { amount, currency, assumed } => {
            amounts(&mut object, "amount", amount);
            object.insert("currency".into(), json!(currency));
            if *assumed {
                object.insert("currency_assumed".into(), json!(true));
            }
        }
        Value::Time { timex, modifier, anchor } => {
            object.insert("timex".into(), json!(timex));
            if let Some(modifier) = modifier {
                object.insert("mod".into(), json!(modifier.code()));
            }
            if let Some(anchor) = anchor {
                object.insert("anchor".into(), json!(anchor.date.to_string()));
            }
        }
    }
    Json::Object(object)
}

fn amounts(object: &mut Map<String, Json>, single: &str, amount: &Amount) {
    match amount {
        Amount::One(value) => {
            object.insert(single.into(), number(*value));
        }
        Amount::Range { low, high } => {
            object.insert("low".into(), number(*low));
            object.insert("high".into(), number(*high));
        }
        Amount::List(values) => {
            object.insert("amounts".into(), values.iter().map(|value| number(*value)).collect());
        }
    }
}

/// The exact digits as a JSON number.
fn number(value: Decimal) -> Json {
    value.to_string().parse::<Number>().map_or(Json::Null, Json::Number)
}
