//! How commands, events and words of a hearing are declared: each once, with its kind in the log and its Chinese label.

/// Words (see [`crate::words`]) that are written in bodies as their word.
macro_rules! spoken {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal, $zh:literal;)* })*) => {$(
        $crate::words! { $(#[$doc])* $name { $($variant = $word, $zh;)* } }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                $name::parse(&word).ok_or_else(|| {
                    <D::Error as serde::de::Error>::custom(format!("`{word}` is no {}", stringify!($name)))
                })
            }
        }
    )*};
}

/// A list of bodies: `Variant = "kind", "中文名" { field: Type, "what it is"; }`, fields in the order of their names.
macro_rules! told {
    ($(#[$doc:meta])* $name:ident {
        $($variant:ident = $kind:literal, $zh:literal { $($field:ident: $type:ty, $what:literal;)* })*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "kind")]
        pub enum $name {$(
            #[doc = $zh]
            #[serde(rename = $kind)]
            $variant { $(#[doc = $what] $field: $type,)* },
        )*}

        impl $name {
            /// Every kind with its Chinese label.
            pub const KINDS: &'static [(&'static str, &'static str)] = &[$(($kind, $zh)),*];

            /// Its kind as written.
            pub const fn kind(&self) -> &'static str { match self { $($name::$variant { .. } => $kind),* } }

            /// Its Chinese label.
            pub const fn zh(&self) -> &'static str { match self { $($name::$variant { .. } => $zh),* } }
        }
    };
}

pub(crate) use spoken;
pub(crate) use told;
