//! A labelled document as a JSON object has it: ours, that of other tools, spaCy's.

use super::codes;
use super::draft::{Draft, DraftLabel, Faults};
use super::link;
use crate::evaluate::label::Label;
use serde::de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fmt;

/// A document; its labels are the first of the fields for them that is there.
#[derive(Debug, Deserialize)]
pub struct Record {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    text: Option<Value>,
    #[serde(default)]
    characters: Option<Value>,
    #[serde(default)]
    spans: Option<Vec<LabelForm>>,
    #[serde(default)]
    mentions: Option<Vec<LabelForm>>,
    #[serde(default)]
    entities: Option<Vec<LabelForm>>,
    #[serde(default)]
    ents: Option<Vec<LabelForm>>,
    /// Labels only if it is a list of lists or of objects: others put the topic of a text here.
    #[serde(default, alias = "labels")]
    label: Option<Value>,
}

/// A label: `{"start", "end", "type"}` or `[start, end, type]`.
#[derive(Debug)]
pub enum LabelForm {
    Record(Box<RecordLabel>),
    List(Vec<Value>),
    /// Something else.
    Other,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecordLabel {
    start: Option<Value>,
    end: Option<Value>,
    text: Option<Value>,
    /// A type of null is a statement: nobody knows it.
    #[serde(rename = "type", deserialize_with = "present")]
    kind: Option<Value>,
    #[serde(deserialize_with = "present")]
    label: Option<Value>,
    entity_group: Option<Value>,
    rule: Option<Value>,
    #[serde(deserialize_with = "present")]
    pub kb: Option<Value>,
    pub kb_id: Option<Value>,
    pub wikidata: Option<Value>,
    pub geonames: Option<Value>,
    pub wikipedia: Option<Value>,
    pub entity: Option<Value>,
    pub name: Option<Value>,
    #[serde(alias = "lat")]
    pub latitude: Option<Value>,
    #[serde(alias = "lon", alias = "lng")]
    pub longitude: Option<Value>,
    pub country: Option<Value>,
}

/// A field that is there, be it null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for LabelForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LabelVisitor)
    }
}

/// Reads either form without a copy of the fields that nobody asks for.
struct LabelVisitor;

impl<'de> Visitor<'de> for LabelVisitor {
    type Value = LabelForm;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a label, as {\"start\",\"end\",\"type\"} or [start,end,type]")
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<LabelForm, M::Error> {
        RecordLabel::deserialize(MapAccessDeserializer::new(map))
            .map(|label| LabelForm::Record(Box::new(label)))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<LabelForm, S::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(LabelForm::List(values))
    }

    fn visit_str<E>(self, _: &str) -> Result<LabelForm, E> {
        Ok(LabelForm::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<LabelForm, E> {
        Ok(LabelForm::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<LabelForm, E> {
        Ok(LabelForm::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<LabelForm, E> {
        Ok(LabelForm::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<LabelForm, E> {
        Ok(LabelForm::Other)
    }

    fn visit_unit<E>(self) -> Result<LabelForm, E> {
        Ok(LabelForm::Other)
    }
}

impl Record {
    /// The document, if it has an id of a usable form; faults of its labels are told.
    pub fn draft(self, line: Option<u64>, faults: &mut Faults) -> Option<Draft> {
        let id = match self.id {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(Value::Number(id)) => Some(id.to_string()),
            Some(other) => {
                let message = format!("the id is {other}; expected a string or a number; left out");
                faults.error(codes::NO_DOCUMENT, line, message);
                return None;
            }
        };
        let text = match self.text {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                faults.error(codes::NO_DOCUMENT, line, "the text is no string; left out");
                return None;
            }
        };
        let forms = self.spans.or(self.mentions).or(self.entities).or(self.ents);
        let forms = forms.or_else(|| self.label.and_then(forms_in));
        let is_labelled = forms.is_some();
        let mut labels = Vec::new();
        for form in forms.unwrap_or_default() {
            match form.label() {
                Ok(label) => labels.push(label),
                Err(why) => {
                    let of =
                        id.as_deref().map(|id| format!("document `{id}`: ")).unwrap_or_default();
                    faults.error(codes::BROKEN_LABEL, line, format!("{of}{why}; left out"));
                }
            }
        }
        let length = self.characters.as_ref().and_then(Value::as_u64);
        let length = length.and_then(|length| u32::try_from(length).ok());
        Some(Draft { id, text, length, labels, is_labelled, path: None, line })
    }
}

fn forms_in(value: Value) -> Option<Vec<LabelForm>> {
    let are_labels = |list: &Vec<Value>| list.iter().all(|one| one.is_array() || one.is_object());
    value.as_array().filter(|list| are_labels(list))?;
    serde_json::from_value(value).ok()
}

impl LabelForm {
    pub fn label(self) -> Result<DraftLabel, String> {
        match self {
            LabelForm::Record(record) => {
                let kind = match record.kind.as_ref().or(record.label.as_ref()) {
                    Some(kind) => kind_of(kind)?,
                    None => record.entity_group.as_ref().map(kind_of).transpose()?.flatten(),
                };
                let mut label = Label::new(
                    offset("start", record.start.as_ref())?,
                    offset("end", record.end.as_ref())?,
                    kind,
                );
                label.link = link::of_record(&record);
                label.rule = record.rule.as_ref().and_then(Value::as_str).map(str::to_owned);
                let surface = record.text.as_ref().and_then(Value::as_str).map(str::to_owned);
                Ok(DraftLabel { label, surface, line: None })
            }
            LabelForm::List(values) => {
                let (start, end) =
                    (offset("start", values.first())?, offset("end", values.get(1))?);
                let kind = values.get(2).map(kind_of).transpose()?.flatten();
                Ok(Label::new(start, end, kind).into())
            }
            LabelForm::Other => {
                Err("a label is neither {\"start\",\"end\",\"type\"} nor [start,end,type]"
                    .to_owned())
            }
        }
    }
}

fn kind_of(value: &Value) -> Result<Option<&str>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(kind) => Ok(Some(kind)),
        other => Err(format!("the type of a label is {other}; expected a string or null")),
    }
}

fn offset(name: &str, value: Option<&Value>) -> Result<u32, String> {
    match value {
        None | Some(Value::Null) => Err(format!("a label has no `{name}`")),
        Some(value) => {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            number.ok_or_else(|| {
                format!("the {name} of a label is {value}; expected a count of characters")
            })
        }
    }
}
