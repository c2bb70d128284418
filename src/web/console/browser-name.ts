/** What somebody calls the browser that they sit at, from what it says of itself: enough to know it again in a list. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'], [/coc_coc_browser/i, 'Cốc Cốc'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'], [/Android/, 'Android'], [/iPhone|iPad/, 'iPhone, iPad'], [/Mac OS/, 'Mac'], [/Linux|X11/, 'Linux'],
]

export function browserName(agent: string): string {
  const named = (known: readonly (readonly [RegExp, string])[]): string | undefined => known.find(([sign]) => sign.test(agent))?.[1]
  return [named(BROWSERS) ?? 'Trình duyệt khác', named(SYSTEMS)].filter((part) => part !== undefined).join(', ')
}
