/**
 * Which runs of unmarked letters can be a Vietnamese syllable at all. Spelling is regular, so a table of beginnings and
 * endings decides it; what cannot be a syllable is an abbreviation, a foreign word, or keys of Telex and VNI that never became marks.
 */

const ONSETS = new Set(['', 'b', 'c', 'ch', 'd', 'g', 'gh', 'gi', 'h', 'k', 'kh', 'l', 'm', 'n', 'ng', 'ngh', 'nh', 'p', 'ph', 'q', 'r', 's', 't', 'th', 'tr', 'v', 'x'])

const RHYMES = new Set(
  [
    'a ac ach ai am an ang anh ao ap at au ay',
    'e ec em en eng eo ep et ech enh eu',
    'i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu',
    'o oa oac oach oai oam oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong op ot oong oi',
    'u ua uan uang uat uay uc ue uech uenh ui uoc uoi uom uon uong uop uot uou um un ung uo up ut uu uy uya uych uyen uyet uynh uyt uyu',
    'y yem yen yeng yet yeu',
    'uai uac uao ue ui uen uet ueo uit uinh uanh uach',
  ].flatMap((row) => row.split(' ')),
)

/** Endings that carry only sắc or nặng: "áp", "ạp", never "ảp". */
export function endsInStop(syllable: string): boolean {
  return /(?:c|ch|p|t)$/.test(syllable)
}

/** Expects lower case without marks. */
export function isSyllable(letters: string): boolean {
  const [, onset = '', rhyme = ''] = /^((?:ngh|ng|nh|gh|kh|ph|th|tr|ch|gi(?=[aeouy])|qu?(?=[aeiouy])|[bcdghklmnpqrstvx])?)([a-z]*)$/.exec(letters) ?? []
  if (rhyme === '') return false
  const beginning = onset === 'qu' ? 'q' : onset
  return ONSETS.has(beginning) && RHYMES.has(rhyme)
}
