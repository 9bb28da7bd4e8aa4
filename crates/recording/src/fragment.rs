//! Boxes of fragmented MP4 (ISO/IEC 14496-12, CMAF): the head of a part, and fragments that each stand alone.

use mp4_atom::{
    Audio, Avc1, Avcc, Codec as Entry, Dinf, Dops, Dref, DrefEntry, Encode, FixedPoint, FourCC, Ftyp, Hdlr, Mdhd, Mdia,
    Mfhd, Minf, Moof, Moov, Mvex, Mvhd, Opus, Smhd, Stbl, Stco, Stsd, Styp, Tfdt, Tfhd, Tkhd, Traf, Trak, Trex, Trun,
    TrunEntry, Url, Visual, Vmhd, Vp08,
};

use crate::fault::Fault;
use crate::frame::Codec;
use crate::measure::{PICTURE_SCALE, SOUND_SCALE, short};
use crate::picture::{Picture, Shape};

/// Flags of a sample a decoder can start at: it depends on no other.
const STANDS_ALONE: u32 = 0x0200_0000;
/// Flags of a sample that needs those before it.
const LEANS: u32 = 0x0101_0000;

/// One sample of a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How long it lasts, in ticks of its track.
    pub ticks: u32,
    /// Whether a decoder can start here.
    pub key: bool,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// Samples of one track that follow each other without a hole.
#[derive(Debug)]
pub struct Run<'a> {
    /// The number of the track in the head, from 1.
    pub number: u32,
    /// When the first one begins, in ticks.
    pub start: u64,
    /// The samples.
    pub samples: &'a [Sample],
}

/// Ticks a second of a track of this shape.
pub const fn scale(shape: &Shape) -> u32 {
    match shape {
        Shape::Sound => SOUND_SCALE,
        Shape::Picture(_) => PICTURE_SCALE,
    }
}

/// The head of a part: what its tracks are, numbered from 1 in the order given.
pub fn head(shapes: &[&Shape]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(1024);
    let brands = [b"iso6", b"cmfc", b"mp41"].map(FourCC::new).to_vec();
    Ftyp { major_brand: FourCC::new(b"iso6"), minor_version: 0, compatible_brands: brands }.encode(&mut out)?;
    let numbered = || (1_u32..).zip(shapes.iter().copied());
    let trex = numbered()
        .map(|(track_id, _)| Trex { track_id, default_sample_description_index: 1, ..Trex::default() })
        .collect();
    let mvhd = Mvhd {
        creation_time: 0,
        modification_time: 0,
        timescale: 1000,
        duration: 0,
        rate: 1.into(),
        volume: 1.into(),
        matrix: mp4_atom::Matrix::default(),
        next_track_id: short(shapes.len()).saturating_add(1),
    };
    let trak = numbered().map(|(number, shape)| trak(number, shape)).collect::<Result<_, _>>()?;
    Moov { mvhd, mvex: Some(Mvex { mehd: None, trex }), trak, ..Moov::default() }.encode(&mut out)?;
    Ok(out)
}

fn trak(track_id: u32, shape: &Shape) -> Result<Trak, Fault> {
    let size = match shape {
        Shape::Picture(picture) => (picture.width, picture.height),
        Shape::Sound => (0, 0),
    };
    let sound = *shape == Shape::Sound;
    let tkhd = Tkhd {
        track_id,
        enabled: true,
        in_movie: true,
        volume: FixedPoint::new(u8::from(sound), 0),
        width: size.0.into(),
        height: size.1.into(),
        ..Tkhd::default()
    };
    let mdhd = Mdhd { timescale: scale(shape), language: "und".into(), ..Mdhd::default() };
    let (handler, name) = if sound { (b"soun", "sound") } else { (b"vide", "picture") };
    let hdlr = Hdlr { handler: FourCC::new(handler), name: name.into() };
    let entry = match shape {
        Shape::Sound => Entry::Opus(opus()),
        Shape::Picture(picture) => picture_entry(picture)?,
    };
    let stsd = Stsd { codecs: vec![entry] };
    let stbl = Stbl { stsd, stco: Some(Stco::default()), ..Stbl::default() };
    let dinf = Dinf { dref: Dref { entries: vec![DrefEntry::Url(Url::default())] } };
    let (vmhd, smhd) = if sound { (None, Some(Smhd::default())) } else { (Some(Vmhd::default()), None) };
    let minf = Minf { vmhd, smhd, dinf, stbl, ..Minf::default() };
    Ok(Trak { tkhd, mdia: Mdia { mdhd, hdlr, minf }, ..Trak::default() })
}

fn picture_entry(picture: &Picture) -> Result<Entry, Fault> {
    let visual = Visual { data_reference_index: 1, width: picture.width, height: picture.height, ..Visual::default() };
    Ok(match picture.codec {
        Codec::Vp8 => Entry::Vp08(Vp08 { visual, ..Vp08::default() }),
        Codec::H264 => Entry::Avc1(Avc1 { visual, avcc: Avcc::new(&picture.sps, &picture.pps)?, ..Avc1::default() }),
        Codec::Opus => return Err(Fault::Boxes("sound is no picture".into())),
    })
}

/// Opus packets say themselves whether they are mono; two channels hold both.
fn opus() -> Opus {
    let rate = FixedPoint::new(48_000, 0);
    let audio = Audio { data_reference_index: 1, channel_count: 2, sample_size: 16, sample_rate: rate };
    let dops = Dops {
        output_channel_count: 2,
        pre_skip: 0,
        input_sample_rate: SOUND_SCALE,
        output_gain: 0,
        channel_mapping: None,
    };
    Opus { audio, dops, btrt: None }
}

/// The box that opens a segment which is a file of its own.
pub fn opening() -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let brands = [b"msdh", b"cmfs"].map(FourCC::new).to_vec();
    Styp { major_brand: FourCC::new(b"msdh"), minor_version: 0, compatible_brands: brands }.encode(&mut out)?;
    Ok(out)
}

/// A fragment of one or more runs: `moof`, then `mdat` with the samples in the order of the runs.
pub fn fragment(sequence: u32, runs: &[Run<'_>]) -> Result<Vec<u8>, Fault> {
    let length: usize = runs.iter().flat_map(|run| run.samples).map(|sample| sample.data.len()).sum();
    let mut boxes = moof(sequence, runs, 0);
    let mut out = Vec::new();
    boxes.encode(&mut out)?;
    // the samples lie behind the `moof` and the eight bytes that open the `mdat`
    let first = i32::try_from(out.len()).map_err(|_| Fault::Boxes("moof too long".into()))?.saturating_add(8);
    boxes = moof(sequence, runs, first);
    out.clear();
    out.reserve(length + 1024);
    boxes.encode(&mut out)?;
    let mdat = u32::try_from(length.saturating_add(8)).map_err(|_| Fault::Boxes("mdat too long".into()))?;
    out.extend_from_slice(&mdat.to_be_bytes());
    out.extend_from_slice(b"mdat");
    runs.iter().flat_map(|run| run.samples).for_each(|sample| out.extend_from_slice(&sample.data));
    Ok(out)
}

fn moof(sequence: u32, runs: &[Run<'_>], first: i32) -> Moof {
    let mut offset = first;
    let mut traf = Vec::with_capacity(runs.len());
    for run in runs {
        let entry = |sample: &Sample| TrunEntry {
            duration: Some(sample.ticks),
            size: Some(short(sample.data.len())),
            flags: Some(if sample.key { STANDS_ALONE } else { LEANS }),
            cts: None,
        };
        let entries: Vec<TrunEntry> = run.samples.iter().map(entry).collect();
        let length: usize = run.samples.iter().map(|sample| sample.data.len()).sum();
        traf.push(Traf {
            tfhd: Tfhd { track_id: run.number, default_base_is_moof: true, ..Tfhd::default() },
            tfdt: Some(Tfdt { base_media_decode_time: run.start }),
            trun: vec![Trun { data_offset: Some(offset), samples: entries.into() }],
            ..Traf::default()
        });
        offset = offset.saturating_add(i32::try_from(length).unwrap_or(i32::MAX));
    }
    Moof { mfhd: Mfhd { sequence_number: sequence }, traf }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Cursor;

    use mp4_atom::{Any, Codec as Entry, Decode, DecodeMaybe, FourCC};

    use super::{Run, Sample, fragment, head};
    use crate::frame::Codec;
    use crate::picture::{Reader, Shape};
    use crate::sample;

    /// All boxes of a file or of a piece of one.
    pub fn boxes(bytes: &[u8]) -> Vec<Any> {
        let mut rest = Cursor::new(bytes);
        let mut found = Vec::new();
        while let Some(any) = Any::decode_maybe(&mut rest).unwrap() {
            found.push(any);
        }
        assert_eq!(rest.position(), bytes.len() as u64, "a torn box at the end");
        found
    }

    fn wide() -> Shape {
        let frames = sample::read(sample::WIDE);
        Shape::Picture(Reader::default().read(Codec::H264, &frames[0].1).unwrap().new.unwrap())
    }

    #[test]
    fn the_head_names_its_codecs() {
        let vp8 = Reader::default().read(Codec::Vp8, &sample::read(sample::VP8)[0].1).unwrap().new.unwrap();
        let bytes = head(&[&wide(), &Shape::Sound, &Shape::Picture(vp8)]).unwrap();
        let Any::Moov(moov) = &boxes(&bytes)[1] else { panic!("no moov") };
        let entries: Vec<&Entry> = moov.trak.iter().map(|trak| &trak.mdia.minf.stbl.stsd.codecs[0]).collect();
        assert!(matches!(entries[0], Entry::Avc1(avc) if avc.visual.width == 192 && avc.avcc.length_size == 4));
        assert!(matches!(entries[1], Entry::Opus(opus) if opus.dops.input_sample_rate == 48_000));
        assert!(matches!(entries[2], Entry::Vp08(vp8) if vp8.visual.height == 120));
        assert_eq!(moov.mvex.as_ref().unwrap().trex.len(), 3);
        assert!(wide().codecs().starts_with("avc1.42"), "{}", wide().codecs());
    }

    #[test]
    fn a_fragment_says_where_each_sample_lies() {
        let sample = |ticks, key, data: &[u8]| Sample { ticks, key, data: data.to_vec() };
        let picture = [sample(6000, true, b"key"), sample(6000, false, b"next")];
        let sound = [sample(960, true, b"s1"), sample(960, true, b"s22")];
        let runs =
            [Run { number: 1, start: 90_000, samples: &picture }, Run { number: 2, start: 48_000, samples: &sound }];
        let bytes = fragment(7, &runs).unwrap();
        let mut rest = Cursor::new(bytes.as_slice());
        let Any::Moof(moof) = Any::decode(&mut rest).unwrap() else { panic!("no moof") };
        assert_eq!(moof.mfhd.sequence_number, 7);
        let mut read = Vec::new();
        for traf in &moof.traf {
            let mut at = traf.trun[0].data_offset.unwrap() as usize;
            for entry in &traf.trun[0].samples {
                let size = entry.size.unwrap() as usize;
                read.push(String::from_utf8(bytes[at..at + size].to_vec()).unwrap());
                at += size;
            }
        }
        assert_eq!(read, ["key", "next", "s1", "s22"]);
        assert_eq!(moof.traf[1].tfdt.as_ref().unwrap().base_media_decode_time, 48_000);
        let flags: Vec<_> = moof.traf[0].trun[0].samples.iter().map(|entry| entry.flags.unwrap()).collect();
        assert_eq!(flags, [0x0200_0000, 0x0101_0000]);
        let Any::Mdat(mdat) = Any::decode(&mut rest).unwrap() else { panic!("no mdat") };
        assert_eq!(mdat.data, b"keynexts1s22");
    }

    #[test]
    fn a_segment_opens_with_its_brands() {
        let Any::Styp(styp) = &boxes(&super::opening().unwrap())[0] else { panic!("no styp") };
        assert_eq!(styp.major_brand, FourCC::new(b"msdh"));
    }
}
