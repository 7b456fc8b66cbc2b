"""What other systems call the ways in which people come, and which of our channels each is."""

from winnow.prospects.words import Channel

WORDS: dict[Channel, str] = {
    Channel.WEB: """web, website, web form, web site, form, landing page, internet, online, organic, organic search,
        organic social, seo, direct, direct traffic, google, bing, search engine, social, social media, facebook,
        instagram, linkedin, youtube, blog, chat, live chat, olark chat, welingak website, webinar, content,
        inbound, press release, landing page submission, offline web""",
    Channel.PHONE: "phone, phone call, call, telephone, inbound call, phone inquiry, call in, telefon, teléfono",
    Channel.EMAIL: "email, e mail, mail, newsletter, email marketing, email campaign, mailing, inbox",
    Channel.DIRECT_MAIL: "direct mail, post, postal mail, letter, mailer, postcard, reply card, coupon",
    Channel.TRADE_SHOW: """trade show, tradeshow, fair, exhibition, event, conference, seminar, badge scan, messe,
        offline event, expo""",
    Channel.REFERRAL: """referral, referrals, reference, referral sites, referred, word of mouth, employee referral,
        external referral, customer referral, recommendation, empfehlung""",
    Channel.PARTNER: "partner, partners, reseller, dealer, distributor, affiliate, affiliates, agency",
    Channel.PAID_AD: """paid ad, paid ads, paid, paid search, paid social, ppc, cpc, sem, adwords, google ads,
        facebook ads, display, display ads, banner, advertisement, advertising, ad, ads, advert,
        other publicities, pay per click ads, live ads, print ad, television, tv, radio, magazine, newspaper""",
    Channel.LIST: "list, purchased list, import, offline sources, cold list, database, data provider, other list",
}
BY_WORD = {
    " ".join(word.split()): channel for channel, words in WORDS.items() for word in words.split(",")
} | {channel.value.replace("_", " "): channel for channel in Channel}


def channel_of(text: str) -> Channel | None:
    """The channel that a word of another system means; None if it is not known."""
    return BY_WORD.get(" ".join(text.replace("_", " ").replace("-", " ").casefold().split()))
