import type { FindingCode } from "./talk.schema";

/**
 * The written rules by which a post is judged before a class reads it. They ask no service and cost nothing: lists of
 * words in English, Kiswahili and Sheng, and shapes of numbers and addresses. A rule that doubts holds the post for a
 * person to read; no rule refuses a child, so that nobody learns by trying how to write around it.
 */
/** What a rule found, and the words it found it in. */
export type PostFinding = { code: FindingCode; detail: string };
export type Judgement = {
  /** 0 to 100: how much the rules doubt. */
  score: number;
  findings: PostFinding[];
  /** A person reads it before the class does. */
  held: boolean;
  /** A child may be in danger: the school is told at once. */
  urgent: boolean;
  /** It may tell what happens at home: nobody but the school reads it first. */
  sensitive: boolean;
};

const weights: Record<FindingCode, number> = {
  harm: 100,
  secrecy: 90,
  threat: 80,
  insult: 50,
  contact: 70,
  link: 50,
  address: 60,
  shouting: 15,
};
/** From here on a person reads first: every rule but shouting reaches it alone. */
export const holdFrom = 40;
const urgentCodes: readonly FindingCode[] = ["harm", "secrecy", "threat"];

/** One of these, as words of their own. `_` stands for whatever parts words, `_?` for what may part them. */
function words(...phrases: string[]): RegExp {
  const parted = phrases.join("|").replaceAll("_?", "[\\s\\p{P}]*").replaceAll("_", "[\\s\\p{P}]+");
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${parted})(?![\\p{L}\\p{N}])`, "giu");
}

/** A child who wants to die or hurts itself, or whom somebody hurts. */
const harm = [
  words(
    "suicid(?:e|al)",
    "(?:kill|hurt|cut|harm|stab|hang)(?:ing)?_(?:my_?self|me)",
    "(?:want|wish|going|ready|rather|try|trying)_(?:to_)?(?:die|be_dead)",
    "(?:i|we)_(?:wish|wished)_(?:i|we)_(?:was|were)_(?:dead|never_born)",
    "end_(?:my|this)_life",
    "don'?t_want_to_(?:live|be_alive|wake_up)",
    "no_(?:reason|point)_(?:to|in)_liv(?:e|ing)",
    "better_off_without_me",
  ),
  words(
    "kujiua|nijiue|najiua|nitajiua|ntajiua|nikijiua|nimejaribu_kujiua",
    "(?:nataka|natamani|ningependa|heri|afadhali|acha)_(?:nife|nikufe|kufa|kudie|ku_die)",
    "ni(?:ku)?fe_tu",
    "kujidhuru|nijidhuru|najidhuru|kujikata|najikata|nijikate|kujinyonga|nijinyonge|najinyonga",
    "sitaki_(?:kuishi|maisha|kuwa_hai)",
    "nimechoka_(?:na|kabisa_na)_(?:maisha|life|kuishi)",
    "maisha_yangu_hayana_maana",
  ),
  words(
    "(?:he|she|they|dad|daddy|mum|mom|father|mother|uncle|aunt|auntie|cousin|teacher|neighbour|brother|guardian|somebody|someone)_(?:always_|keeps_|sometimes_)?(?:beats?|beating|hits?|hitting|hurts?|hurting|burns?|burnt|touches|touched|touching|rapes?|raped|locks?|locked)_(?:me|my_body)",
    "(?:touches|touched|touching)_(?:me|my_body)_(?:there|badly|where)",
    "(?:afraid|scared)_(?:to_go|of_going|to_be_at)_home",
    "(?:am|was|been|being)_(?:abused|raped|molested|starved)",
  ),
  words(
    "(?:a|wa)(?:na|me|li|ta|ki|hu)?nipiga(?:_sana|_kila)?",
    "huni(?:piga|gusa|umiza|chapa)",
    "(?:a|wa)(?:na|me|li|ki)ni(?:gusa|umiza|chapa|choma|baka|nyanyasa|najisi|fungia)",
    "(?:nimebakwa|nilibakwa|nimenajisiwa|nilinajisiwa|nananyanyaswa|nanyanyaswa)",
    "(?:naogopa|nahofia)_(?:kurudi|kwenda|kuenda|kuwa)_(?:nyumbani|home|kwetu)",
  ),
];

/** Somebody who wants a child alone, silent, or in a picture. */
const secrecy = [
  words(
    "(?:don'?t|do_not|never)_tell_(?:your|ur|the|mum|mom|dad|any(?:body|one))(?:_(?:parents?|mum|mom|dad|mother|father|teacher|guardian))?",
    "(?:our|keep_(?:it|this)(?:_a)?)_secret|secret_(?:between|just)_us",
    "(?:meet|see)_(?:me|you|up)_(?:alone|outside|after|at|in|near|tomorrow|today|tonight|on)",
    "(?:let'?s|lets|can_we|shall_we|we_can|we_should)_meet",
    "come_(?:alone|to_my_(?:house|place|home))",
    "(?:send|show)_(?:me_)?(?:a_|your_|ur_)?(?:pic|pics|photo|photos|picture|pictures|nudes?|selfie)",
  ),
  words(
    "usi(?:mw)?ambie_(?:mama|baba|mzazi|wazazi|mwalimu|mtu|yeyote)|usimwambie",
    "siri_yetu|(?:iwe|ibaki|weka)_siri",
    "(?:tukutane|tupatane|tumeet|tu_meet|tuonane)(?:_\\p{L}+)?",
    "(?:nitumie|tuma|nionyeshe|nirushie)_(?:picha|pic|photo|selfie)",
    "(?:kuja|njoo|come)_(?:peke_yako|pekee_yako|solo|kwangu|keja|kejani)",
  ),
];

const threat = [
  words(
    "(?:i(?:'ll|_will|_shall|'m_going_to|_am_going_to|_gonna)|we(?:'ll|_will))_(?:kill|beat|hit|stab|slap|punch|burn|find|hurt)_(?:you|u|him|her|them)",
    "you(?:'ll|_will)_(?:die|regret_it|pay_for)",
    "watch_your_back",
  ),
  words(
    "(?:ni|n|tu)ta(?:ku|m|wa)(?:ua|piga|chapa|chinja|choma|umiza|nyonga|dunga)",
    "utaniona|utajuta|utakufa|utaona_cha_mtema_kuni",
  ),
];

const insult = [
  words(
    "stupid|idiots?|morons?|retard(?:ed)?|dumb(?:_?(?:ass|o))?|losers?|imbeciles?|ugly_(?:girl|boy|face)|shut_up|fat_(?:pig|cow)|piece_of_(?:shit|trash)",
    "you(?:_are|'re|_r)?_(?:so_|very_|such_a_|a_)?(?:fool|foolish|ugly|useless|trash|worthless|pig|dog|monkey|fat|smelly|dirty)",
    "(?:i|we|everybody|everyone|nobody)_(?:hate|hates|likes)_you",
    "fuck\\p{L}*|shit(?:ty)?|bullshit|bitch(?:es)?|bastards?|ass_?holes?|arse_?holes?|dick_?head|whores?|sluts?|cunts?|pussy|wank\\p{L}*|wtf|stfu",
  ),
  words(
    "(?:m|wa|ki)?jinga(?:_(?:wewe|sana|nyinyi))?|m?pumbavu|wapumbavu|pumbavu|bwege|mabwege|zuzu|mazuzu|mshenzi|washenzi|mshamba_wewe|mwehu|punguani|baradhuli|afkani",
    "(?:mbwa|umbwa|nguruwe|punda|nyani|ng'?ombe|takataka|chizi|mwizi)_(?:wewe|hii|huyu|nyinyi)|wewe_(?:ni_)?(?:mbwa|umbwa|nguruwe|punda|nyani|ng'?ombe|takataka|chizi)",
    "(?:funga|nyamazisha|ziba)_(?:mdomo|domo)",
    "(?:na|tuna)kuchukia",
    "malaya|kahaba|matako|mkundu|kuma(?:_(?:yako|mako|ya_mama\\p{L}*))|kumamako|kumanina|kumanyoko|mavi|mboro|senge|shoga|msenge|mbwakoko",
  ),
  words(
    "fala|mafala|mse_fala|boflo|mjinga_hii|ghasia|gasia|meffi|mefi|umeffi|takataka_ya_mtu|kasichana_malaya|nugu|fisi_wewe|makende",
  ),
];

/** Ten digits of a Kenyan phone, or a longer number behind a plus, with whatever stands between; an O counts as a nought. */
const between = "[\\s.,;:_()*/|-]*";
const nought = "[0oO]";
const digit = "[0-9oO]";
const contact = [
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:\\+?2${between}5${between}4|${nought})${between}[17](?:${between}${digit}){8}(?![\\p{L}\\p{N}])`,
    "gu",
  ),
  /\+\d(?:[\s.-]?\d){8,13}(?!\d)/g,
  /[\p{L}\p{N}._%+-]+\s*(?:@|\(at\)|\[at\]|\s+at\s+)\s*[\p{L}\p{N}-]+\s*(?:\.|\(dot\)|\[dot\]|\s+dot\s+)\s*(?:com|co|ke|org|net|info|me|io)(?:\s*(?:\.|\s+dot\s+)\s*ke)?(?![\p{L}\p{N}])/giu,
  // A number said in words.
  words(
    `(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)_){6,}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)`,
    `(?:(?:sufuri|zero|ziro|moja|mbili|tatu|nne|tano|sita|saba|nane|tisa)_){6,}(?:sufuri|zero|ziro|moja|mbili|tatu|nne|tano|sita|saba|nane|tisa)`,
  ),
  words(
    "(?:my|your|ur|yangu|yako|give_me_your|nipe)_(?:phone_)?(?:number|namba|nambari|no)(?:_(?:is|ni|ya_simu))?",
    "(?:namba|nambari)_(?:yangu|yako|ya_simu)(?:_\\p{L}+)?",
    "whats?_?app|watsapp|telegram|snap_?chat|insta(?:gram)?|tik_?tok|facebook|messenger|discord|imo_app",
    "(?:call|text|dm|inbox|sms|beep)_me|nipigie|nitext|ni_text|nicheki|niinbox|nidm|ni_dm|nitumie_(?:sms|meseji|message)|nipigie_simu",
  ),
  /(?<![\p{L}\p{N}.])@[a-z0-9_.]{3,}/giu,
];

const link = [
  /(?:https?:\/\/|www\.)\S+/gi,
  /(?<![\p{L}\p{N}@])[a-z0-9-]{2,}\.(?:com|co\.ke|ke|org|net|info|io|me|ly|tv|app|xyz|site|online|link|gg)(?:\/\S*)?(?![\p{L}\p{N}])/giu,
];

const place =
  "(?:estate|street|st|road|rd|avenue|ave|lane|close|court|apartments?|flats?|house|plot|block|door|gate|stage|phase|mtaa|nyumba|barabara|ploti|jengo|gorofa|mlango|kijiji)";
const address = [
  words(
    `(?:i|we)_(?:live|stay)_(?:at|in|on|near|next_to|behind|opposite)_(?:[\\p{L}\\p{N}]+_){0,4}${place}`,
    `(?:my|our)_(?:home_)?address(?:_is)?`,
    `(?:house|plot|door|flat|apartment|block)_(?:no|number|num)_?[a-z]?\\d+[a-z]?`,
    `p_?o_?box_\\d+`,
    `my_(?:house|home)_is_(?:near|next_to|behind|opposite|at|on)`,
  ),
  words(
    `(?:ni|tu)(?:na)?(?:ishi|kaa)_(?:[\\p{L}\\p{N}]+_){0,4}${place}`,
    `na(?:ishi|kaa)_(?:[\\p{L}\\p{N}]+_){0,4}${place}`,
    `nyumba_(?:yetu|yangu)_(?:iko|ipo|ni)_(?:karibu|nyuma|mbele|kando)`,
    `(?:nyumba|mlango|ploti)_(?:namba|nambari|no)_?[a-z]?\\d+`,
    `(?:anwani|adresi)_(?:yangu|yetu)`,
  ),
];

const rules: readonly (readonly [FindingCode, readonly RegExp[]])[] = [
  ["harm", harm],
  ["secrecy", secrecy],
  ["threat", threat],
  ["insult", insult],
  ["contact", contact],
  ["link", link],
  ["address", address],
];

/** Signs that stand for letters where a word is meant to be read but not found. */
const disguises: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  $: "s",
  "5": "s",
};

/** The text as it would be said: marks of accents and long drawn letters away, apostrophes of one kind. */
const said = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[’‘`´]/g, "'")
    .replace(/(\p{L})\1{2,}/gu, "$1");

/** The same with signs read as the letters they stand for, inside words only. */
const undisguised = (text: string) =>
  text.replace(/[\p{L}@$!0-9]+/gu, (word) =>
    /\p{L}/u.test(word) ? word.replace(/[@$!01345]/g, (sign) => disguises[sign] ?? sign) : word,
  );

const firstMatch = (texts: readonly string[], patterns: readonly RegExp[]): string | null => {
  for (const text of texts)
    for (const pattern of patterns) {
      const [found] = text.match(pattern) ?? [];
      if (found) return found.trim().slice(0, 80);
    }
  return null;
};

/** Whole sentences in capitals, or signs without end. */
function isShouting(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const large = letters.filter((one) => one !== one.toLowerCase()).length;
  return (letters.length >= 16 && large / letters.length > 0.7) || /[!?]{4,}/.test(text);
}

/** Judges what somebody wants to say to a class: what the rules found, one score, and what follows. */
export function judge(text: string): Judgement {
  const plain = said(text);
  const letters = undisguised(plain);
  const findings: PostFinding[] = rules.flatMap(([code, patterns]) => {
    const detail = firstMatch(letters === plain ? [plain] : [plain, letters], patterns);
    return detail ? [{ code, detail }] : [];
  });
  if (isShouting(text)) findings.push({ code: "shouting", detail: text.trim().slice(0, 80) });
  const score = Math.min(
    100,
    findings.reduce((sum, { code }) => sum + weights[code], 0),
  );
  const has = (codes: readonly FindingCode[]) => findings.some(({ code }) => codes.includes(code));
  return { score, findings, held: score >= holdFrom, urgent: has(urgentCodes), sensitive: has(["harm"]) };
}

/** What a teacher may not write either: pupils are met here and nowhere else. */
export const leadsAway = ({ findings }: Judgement): boolean =>
  findings.some(({ code }) => code === "contact" || code === "link");
