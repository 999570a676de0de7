/** The words shown when consent is asked, by purpose and language; the newest version stands last. */
export const texts: Record<
  "instructor" | "partner" | "ai_provider" | "research" | "sponsorship",
  Record<"en" | "sw", string[]>
> = {
  instructor: {
    en: [
      "May your child's teachers see this record? Only teachers who teach your child now can see it, and only to teach. You can take this back at any time; it ends at once. Saying no changes nothing about your child's place.",
      "May your child's teachers see this record? Only a teacher who teaches your child today can see it, and uses it to teach, for nothing else. You may allow all teachers or a single one, until a day you choose. You can take this back at any time, as easily as you gave it; it ends at once. Saying no changes nothing about your child's place.",
    ],
    sw: [
      "Je, walimu wa mtoto wako wanaweza kuona rekodi hii? Walimu wanaomfundisha sasa pekee ndio wanaoweza kuiona, kwa ajili ya kufundisha tu. Unaweza kuondoa ruhusa hii wakati wowote; inakoma mara moja. Kukataa hakubadilishi nafasi ya mtoto wako.",
      "Je, walimu wa mtoto wako wanaweza kuona rekodi hii? Mwalimu anayemfundisha leo pekee ndiye anayeweza kuiona, na anaitumia kufundisha tu. Unaweza kuruhusu walimu wote au mmoja, hadi siku unayochagua. Unaweza kuondoa ruhusa wakati wowote, kwa urahisi ule ule ulioitoa; inakoma mara moja. Kukataa hakubadilishi nafasi ya mtoto wako.",
    ],
  },
  partner: {
    en: [
      "May this organisation see this record of your child? It supports children's schooling and may not pass the record on. You can take this back at any time; it ends at once.",
      "May this organisation see this record of your child? It supports children's schooling, sees only what you allow here and may not pass it on. Choose how long. You can take this back at any time, and what it sees ends at once. Your child's lessons do not depend on it.",
    ],
    sw: [
      "Je, shirika hili linaweza kuona rekodi hii ya mtoto wako? Linasaidia elimu ya watoto na haliruhusiwi kuipitisha kwa wengine. Unaweza kuondoa ruhusa wakati wowote; inakoma mara moja.",
      "Je, shirika hili linaweza kuona rekodi hii ya mtoto wako? Linasaidia elimu ya watoto, linaona tu unachoruhusu hapa na haliruhusiwi kukipitisha kwa wengine. Chagua muda. Unaweza kuondoa ruhusa wakati wowote, na linachoona kinakoma mara moja. Masomo ya mtoto wako hayategemei ruhusa hii.",
    ],
  },
  ai_provider: {
    en: [
      "May a computer service outside the school work on this record to write summaries for you? The record is sent without your child's name. You can take this back at any time.",
      "May a computer service outside the school work on this record to write summaries for you? It is sent without your child's name, is not kept there and does not train the service. Decisions about your child are always made by people. You can take this back at any time; nothing more is sent from then on.",
    ],
    sw: [
      "Je, huduma ya kompyuta nje ya shule inaweza kutumia rekodi hii kukuandikia muhtasari? Rekodi inatumwa bila jina la mtoto wako. Unaweza kuondoa ruhusa wakati wowote.",
      "Je, huduma ya kompyuta nje ya shule inaweza kutumia rekodi hii kukuandikia muhtasari? Inatumwa bila jina la mtoto wako, haihifadhiwi huko na haifundishi huduma hiyo. Maamuzi kuhusu mtoto wako hufanywa na watu daima. Unaweza kuondoa ruhusa wakati wowote; hakuna kitakachotumwa tena.",
    ],
  },
  research: {
    en: [
      "May we count this record in research about learning at home? Only totals of many children are published. You can take this back at any time.",
      "May we count this record in research about learning at home? Only totals of many children are published, never fewer than ten together. You can take this back at any time; later counts leave your child out.",
    ],
    sw: [
      "Je, tunaweza kuhesabu rekodi hii katika utafiti kuhusu kujifunza nyumbani? Jumla za watoto wengi pekee ndizo huchapishwa. Unaweza kuondoa ruhusa wakati wowote.",
      "Je, tunaweza kuhesabu rekodi hii katika utafiti kuhusu kujifunza nyumbani? Jumla za watoto wengi pekee ndizo huchapishwa, kamwe si chini ya kumi pamoja. Unaweza kuondoa ruhusa wakati wowote; hesabu za baadaye hazitamhusisha mtoto wako.",
    ],
  },
  sponsorship: {
    en: [
      "This organisation offers to pay for your child's schooling. If you sign, it sees your child's first name, grade, progress and attendance for a year; never messages, photographs or addresses. You can end the sponsorship at any time, and what the organisation sees ends at once. Your child's lessons continue until the end of the period already paid for.",
    ],
    sw: [
      "Shirika hili linajitolea kulipia elimu ya mtoto wako. Ukitia sahihi, litaona jina la kwanza, gredi, maendeleo na mahudhurio ya mtoto wako kwa mwaka mmoja; kamwe si jumbe, picha wala anwani. Unaweza kusitisha ufadhili wakati wowote, na linachoona kinakoma mara moja. Masomo ya mtoto wako yanaendelea hadi mwisho wa kipindi kilicholipiwa.",
    ],
  },
};
