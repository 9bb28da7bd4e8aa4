//! Closed lists that are only words: each value has a word in columns, addresses and policies, and a Chinese name. Those
//! that stand in bodies of entries have codes as well: [`crate::life::codes`].

/// Declares a closed list: `Variant = "word", "中文名"`.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal, $zh:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $zh] $variant,)* }

        impl $name {
            /// All there are.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// Its word.
            pub const fn word(self) -> &'static str { match self { $($name::$variant => $word),* } }
            /// Its Chinese name.
            pub const fn zh(self) -> &'static str { match self { $($name::$variant => $zh),* } }
            /// The value of a word.
            pub fn parse(word: &str) -> Option<$name> { $name::ALL.iter().copied().find(|one| one.word() == word) }
        }
    };
}
