//! Published vectors of the standards the log rests on. No case of our own making belongs here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test may panic

use docket::canonical::{canonical, is_canonical};
use docket::digest;
use docket::key::{CourtKey, PublicKey};

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// GB/T 32905-2016 appendix A.1.
#[test]
fn gbt_32905_a1_sm3_of_abc() {
    let hash = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    assert_eq!(digest::to_hex(&digest::sm3(b"abc")), hash);
}

/// GB/T 32905-2016 appendix A.2.
#[test]
fn gbt_32905_a2_sm3_of_abcd_sixteen_times() {
    let hash = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
    assert_eq!(digest::to_hex(&digest::sm3("abcd".repeat(16).as_bytes())), hash);
}

/// The vector of a million letters that implementations of SM3 publish.
#[test]
fn sm3_of_a_million_a() {
    let hash = "c8aaf89429554029e231941a2acc0ad61ff2a5acd8fadd25847a3a732b3b02c3";
    assert_eq!(digest::to_hex(&digest::sm3(&vec![b'a'; 1_000_000])), hash);
}

const PRIVATE: &str = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
const POINT_X: &str = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
const POINT_Y: &str = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
const R: &str = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
const S: &str = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

/// GB/T 32918.5-2017 appendix A.2: signer 1234567812345678, message `message digest`.
#[test]
fn gbt_32918_5_a2_the_signature_verifies() {
    let public = PublicKey::from_bytes(&bytes::<65>(&format!("04{POINT_X}{POINT_Y}"))).unwrap();
    let signature = bytes(&format!("{R}{S}"));
    assert!(public.verify(b"message digest", &signature));
    assert!(!public.verify(b"message digesu", &signature));
    assert!(!public.verify(b"message digest", &bytes(&format!("{S}{R}"))));
}

/// GB/T 32918.5-2017 appendix A.2: the private key has that public key.
#[test]
fn gbt_32918_5_a2_the_keys_belong_together() {
    let key = CourtKey::from_bytes(&bytes::<32>(PRIVATE)).unwrap();
    let y_is_odd = "03";
    assert_eq!(key.public().to_bytes(), bytes(&format!("{y_is_odd}{POINT_X}")));
    assert!(key.public().verify(b"text", &key.sign(b"text").unwrap()));
}

/// RFC 8785 section 3.2.2 and 3.2.3: the sample object.
#[test]
fn rfc_8785_3_2_2_sample_object() {
    let sample = r#"{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;
    let form = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(canonical(sample).as_deref(), Some(form));
    assert!(is_canonical(form) && !is_canonical(sample));
}

/// RFC 8785 section 3.2.3: keys are sorted by UTF-16 code units.
#[test]
fn rfc_8785_3_2_3_sorting() {
    let sample = r#"{
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis"
    }"#;
    let order = [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ];
    let form = canonical(sample).unwrap();
    let places: Vec<usize> = order.iter().map(|name| form.find(name).unwrap()).collect();
    assert!(places.is_sorted(), "{form}");
    assert!(is_canonical(&form));
}

/// RFC 8785 appendix B: numbers, by the bits of the double.
#[test]
fn rfc_8785_b_numbers() {
    let table = [
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ];
    for (bits, form) in table {
        let written = format!("{:?}", f64::from_bits(bits));
        assert_eq!(canonical(&written).as_deref(), Some(form), "{bits:016x}");
    }
}

/// RFC 8785 section 3.2.2.3: NaN and the infinities are no JSON.
#[test]
fn rfc_8785_no_nan() {
    for text in ["NaN", "Infinity", "-Infinity", "1e999"] {
        assert_eq!(canonical(text), None, "{text}");
    }
}
