//! The schema of a message, from a message: its fields in the order in which they are written.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Value, json};

/// Returns the schema that a message has. An array is described by the different things in it.
pub(super) fn of(message: &impl Serialize) -> Value {
    let text = serde_json::to_string(message).expect("every message can be written");
    serde_json::from_str::<Shape>(&text).expect("what was written can be read").schema()
}

#[derive(PartialEq)]
enum Shape {
    Truth,
    Number,
    Text,
    /// A variant without fields is its name.
    Name(String),
    Nothing,
    List(Vec<Shape>),
    Fields(Vec<(String, Shape)>),
}

impl Shape {
    fn schema(&self) -> Value {
        match self {
            Self::Truth => json!({ "type": "boolean" }),
            Self::Number => json!({ "type": "integer" }),
            Self::Text => json!({ "type": "string" }),
            Self::Name(name) => json!({ "const": name }),
            Self::Nothing => json!({ "type": "null" }),
            Self::List(items) => list(items),
            Self::Fields(fields) => {
                let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
                let properties: serde_json::Map<_, _> =
                    fields.iter().map(|(name, shape)| (name.clone(), shape.schema())).collect();
                json!({ "type": "object", "required": names, "x-fields": names, "properties": properties })
            }
        }
    }
}

fn list(items: &[Shape]) -> Value {
    let mut kinds: Vec<Value> = Vec::new();
    for item in items {
        let schema = item.schema();
        if !kinds.iter_mut().any(|known| joins(known, &schema)) {
            kinds.push(schema);
        }
    }
    let kind = match kinds.len() {
        0 => json!({}),
        1 => kinds.remove(0),
        _ => json!({ "oneOf": kinds }),
    };
    json!({ "type": "array", "items": kind })
}

/// Two things with the same fields are one kind: where a field differs, it is either.
fn joins(known: &mut Value, next: &Value) -> bool {
    if known == next {
        return true;
    }
    if known.get("x-fields").is_none() || known.get("x-fields") != next.get("x-fields") {
        return false;
    }
    let (Some(fields), Some(others)) = (known["properties"].as_object_mut(), next["properties"].as_object()) else {
        return false;
    };
    for (name, field) in fields {
        let other = &others[name];
        if !joins(field, other) {
            *field = json!({ "oneOf": [field.take(), other] });
        }
    }
    true
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Shape;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("anything that JSON has")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Truth)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        let is_name = text.starts_with(|first: char| first.is_ascii_uppercase());
        Ok(if is_name { Shape::Name(text.to_owned()) } else { Shape::Text })
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Shape::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shape, A::Error> {
        let mut all = Vec::new();
        while let Some(field) = fields.next_entry()? {
            all.push(field);
        }
        Ok(Shape::Fields(all))
    }
}
