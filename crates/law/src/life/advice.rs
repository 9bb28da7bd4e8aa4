//! What a plaintiff is told where a suit cannot be accepted (释明): the article, and what to do instead (P-020, P-021).

use super::codes::RefusalGround as G;

impl G {
    /// The article it rests on.
    pub const fn article(self) -> &'static str {
        match self {
            G::NoInterest | G::NoDefendant | G::NoClaims => "民事诉讼法（2017）第一百一十九条",
            G::Administrative => "民事诉讼法（2017）第一百二十四条第（一）项",
            G::Arbitration => "民事诉讼法（2017）第一百二十四条第（二）项",
            G::OtherBody => "民事诉讼法（2017）第一百二十四条第（三）项",
            G::OtherCourt => "民事诉讼法（2017）第一百二十四条第（四）项",
            G::Decided => "民事诉讼法（2017）第一百二十四条第（五）项；民诉法解释（2020）第二百四十七条",
            G::Barred => "民事诉讼法（2017）第一百二十四条第（六）项",
            G::DivorceAgain => "民事诉讼法（2017）第一百二十四条第（七）项；民诉法解释（2020）第二百一十四条",
            G::Prohibited => "登记立案规定（2015）第十条",
            G::NotCorrected => "登记立案规定（2015）第七条",
        }
    }

    /// What to do instead, in daily words.
    pub const fn advice(self) -> &'static str {
        match self {
            G::NoInterest => "原告应当是与本案有直接利害关系的人。请由权利受到影响的人起诉，或者说明您与本案的关系。",
            G::NoDefendant => {
                "要有明确的被告。请提供被告的姓名、住所等能与他人区别的信息；查不到的，可以申请律师调查令。"
            }
            G::NoClaims => "要有具体的请求和事实、理由。请写明要对方做什么、付多少、依据什么。",
            G::Administrative => "这件事是与行政机关的争议，请另行提起行政诉讼；被告是作出该行为的行政机关。",
            G::Arbitration => {
                "合同里写了由仲裁机构处理，请向该仲裁委员会申请仲裁；认为仲裁条款无效的，可以申请法院确认。"
            }
            G::OtherBody => "这件事依法由其他机关处理，请向该机关申请解决；对处理结果不服的，再依法起诉。",
            G::OtherCourt => "这件事由别的法院管辖，请向有管辖权的法院起诉；也可以在这里办理跨域立案，材料由我们转去。",
            G::Decided => "同一件事已经有法院受理或者判过。对生效裁判不服的，可以申请再审；准许撤诉的除外。",
            G::Barred => "法律规定这段时间内不能起诉，请等期限过了再来。",
            G::DivorceAgain => {
                "判决不准离婚、调解和好或者撤诉以后，没有新情况、新理由的，六个月后可以再起诉；有新情况的请写明。"
            }
            G::Prohibited => "这类请求依法不予登记立案。",
            G::NotCorrected => "补正以后仍缺少起诉的条件。条件具备以后可以再次起诉。",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::G;

    #[test]
    fn every_ground_has_its_article_and_says_what_to_do() {
        for ground in G::ALL {
            assert!(ground.article().contains('第'), "{}", ground.word());
            assert!(ground.advice().ends_with('。') && ground.advice().chars().count() >= 12, "{}", ground.word());
        }
    }
}
