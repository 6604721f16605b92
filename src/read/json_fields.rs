//! The wanted fields of a JSON object, without building the rest.

use super::config::{Field, FieldNames};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A value as far as it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'j> {
    Text(Cow<'j, str>),
    /// As it reads in text: `12` and `12.0` are both `12`.
    Number(String),
    Null,
    Bool,
    Array,
    Object,
}

impl Value<'_> {
    /// For messages: `field x is {}`.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a string",
            Value::Number(_) => "a number",
            Value::Null => "null",
            Value::Bool => "true or false",
            Value::Array => "an array",
            Value::Object => "an object",
        }
    }
}

/// What was found of the wanted fields.
#[derive(Debug, Default)]
pub(super) struct Found<'j> {
    pub values: [Option<Value<'j>>; Field::COUNT],
    /// Fields that occur more than once; the last value counts.
    pub repeated: Vec<Field>,
    /// The names of the object's first fields, for messages.
    pub names: Vec<Cow<'j, str>>,
}

/// How many field names a message lists.
const NAMES: usize = 8;

/// Reads the fields that `names` wants from the JSON object `json`.
///
/// # Errors
///
/// If `json` is not one well-formed object.
pub(super) fn find_fields<'j>(json: &'j str, names: &FieldNames) -> serde_json::Result<Found<'j>> {
    let mut found = Found::default();
    let wanted = Field::ALL.map(|field| Some(names.name(field)));
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let object = Object { wanted, found: &mut found, is_outermost: true };
    deserializer.deserialize_map(object)?;
    deserializer.end()?;
    Ok(found)
}

/// What of each field's name is still to match, inside of the objects entered so far.
type Wanted<'n> = [Option<&'n str>; Field::COUNT];

struct Object<'n, 'f, 'j> {
    wanted: Wanted<'n>,
    found: &'f mut Found<'j>,
    is_outermost: bool,
}

impl<'j> Visitor<'j> for Object<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            let mut hits = [false; Field::COUNT];
            let mut inside: Wanted<'_> = [None; Field::COUNT];
            for ix in 0..Field::COUNT {
                let Some(rest) = self.wanted[ix].and_then(|name| name.strip_prefix(&*key)) else {
                    continue;
                };
                hits[ix] = rest.is_empty();
                inside[ix] = rest.strip_prefix('.');
            }
            if self.is_outermost && self.found.names.len() <= NAMES {
                self.found.names.push(key);
            }
            if !hits.contains(&true) && inside.iter().all(Option::is_none) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value_seed(Looked { inside, found: &mut *self.found })?;
            for field in Field::ALL.into_iter().filter(|field| hits[*field as usize]) {
                if self.found.values[field as usize].replace(value.clone()).is_some() {
                    self.found.repeated.push(field);
                }
            }
        }
        Ok(())
    }
}

/// A value that is wanted, or may hold what is wanted.
struct Looked<'n, 'f, 'j> {
    inside: Wanted<'n>,
    found: &'f mut Found<'j>,
}

impl<'j> DeserializeSeed<'j> for Looked<'_, '_, 'j> {
    type Value = Value<'j>;

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<Value<'j>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'j> Visitor<'j> for Looked<'_, '_, 'j> {
    type Value = Value<'j>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'j str) -> Result<Value<'j>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'j>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Value<'j>, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'j>, E> {
        Ok(Value::Bool)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'j>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'j>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'j>, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value<'j>, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'j>>(self, mut seq: A) -> Result<Value<'j>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Array)
    }

    fn visit_map<A: MapAccess<'j>>(self, map: A) -> Result<Value<'j>, A::Error> {
        let object = Object { wanted: self.inside, found: self.found, is_outermost: false };
        object.visit_map(map)?;
        Ok(Value::Object)
    }
}

/// A key, borrowed unless it holds escapes.
struct Text;

impl<'j> DeserializeSeed<'j> for Text {
    type Value = Cow<'j, str>;

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<Cow<'j, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'j> Visitor<'j> for Text {
    type Value = Cow<'j, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'j str) -> Result<Cow<'j, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'j, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'f>(found: &'f Found<'_>, field: Field) -> Option<&'f Value<'f>> {
        found.values[field as usize].as_ref()
    }

    #[test]
    fn plain_strings_are_borrowed_and_the_rest_is_skipped() {
        let json =
            r#"{"id": 7, "text": "Tehran vowed", "tags": [{"text": "no"}], "x": {"text": "no"}}"#;
        let found = find_fields(json, &FieldNames::default()).unwrap();
        assert!(matches!(
            text(&found, Field::Text),
            Some(Value::Text(Cow::Borrowed("Tehran vowed")))
        ));
        assert_eq!(text(&found, Field::Id), Some(&Value::Number("7".to_owned())));
        assert_eq!(found.names, ["id", "text", "tags", "x"]);
        assert!(found.repeated.is_empty());
    }

    #[test]
    fn a_name_with_full_stops_leads_into_objects() {
        let names = FieldNames {
            text: "article.body".to_owned(),
            outlet: "article.source.name".to_owned(),
            title: "a.b".to_owned(),
            ..FieldNames::default()
        };
        let json =
            r#"{"article": {"body": "T\u00e9h\u00e9ran", "source": {"name": "IRNA"}}, "a.b": "c"}"#;
        let found = find_fields(json, &names).unwrap();
        assert_eq!(text(&found, Field::Text), Some(&Value::Text("Téhéran".into())));
        assert_eq!(text(&found, Field::Outlet), Some(&Value::Text("IRNA".into())));
        assert_eq!(text(&found, Field::Title), Some(&Value::Text("c".into())));
    }

    #[test]
    fn a_repeated_field_is_noticed() {
        let found = find_fields(r#"{"text": "a", "text": "b"}"#, &FieldNames::default()).unwrap();
        assert_eq!(text(&found, Field::Text), Some(&Value::Text("b".into())));
        assert_eq!(found.repeated, [Field::Text]);
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for json in ["[]", "\"a\"", "{\"text\": \"a\"} x", "{\"text\": \"a\"", ""] {
            assert!(find_fields(json, &FieldNames::default()).is_err(), "{json}");
        }
    }
}
