import type { DemoPerson, DemoRater } from './shape.ts'

/** Forty read Japanese first, eleven English; a few have a profession that matters to some items. */
const professions: Record<string, string[]> = {
  r08: ['translation'],
  r17: ['pharmacy'],
  r22: ['translation'],
  r43: ['law'],
}

export const demoRaters: DemoRater[] = Array.from({ length: 51 }, (_, index) => {
  const external = `r${String(index + 1).padStart(2, '0')}`
  return { external, language: index < 40 ? 'ja' : 'en', expertise: professions[external] ?? [] }
})

export const demoPeople: DemoPerson[] = [
  {
    key: 'owner',
    role: 'owner',
    name: { en: 'Nishimura Ken', ja: '西村 健' },
    title: { en: 'Owner of the installation', ja: 'システムの所有者' },
    city: { en: 'Osaka', ja: '大阪' },
    timeZone: 'Asia/Tokyo',
    language: 'ja',
    reads: ['ja', 'en'],
    expertise: [],
    rater: null,
  },
  {
    key: 'lead',
    role: 'lead',
    name: { en: 'Kawai Naoko', ja: '河合 直子' },
    title: { en: 'Project lead, owner of the guideline', ja: 'プロジェクトリード（ガイドライン責任者）' },
    city: { en: 'Tokyo', ja: '東京' },
    timeZone: 'Asia/Tokyo',
    language: 'ja',
    reads: ['ja', 'en'],
    expertise: [],
    rater: null,
  },
  {
    key: 'panelist1',
    role: 'panelist',
    name: { en: 'Takeda Aya', ja: '武田 綾' },
    title: { en: 'Emergency physician and medical translator', ja: '救急医・医療翻訳者' },
    city: { en: 'Tokyo', ja: '東京' },
    timeZone: 'Asia/Tokyo',
    language: 'ja',
    reads: ['ja', 'en'],
    expertise: ['medicine', 'pharmacy', 'translation'],
    rater: null,
  },
  {
    key: 'panelist2',
    role: 'panelist',
    name: { en: 'Daniel Okafor', ja: 'ダニエル・オカフォー' },
    title: { en: 'Health lawyer, formerly a family physician', ja: '医療分野の弁護士（元家庭医）' },
    city: { en: 'Toronto', ja: 'トロント' },
    timeZone: 'America/Toronto',
    language: 'en',
    reads: ['en', 'ja'],
    expertise: ['medicine', 'law', 'finance'],
    rater: null,
  },
  {
    key: 'rater',
    role: 'rater',
    name: { en: 'Mori Chihiro', ja: '森 千尋' },
    title: { en: 'Hospital pharmacist, rater in side-job hours', ja: '病院薬剤師（副業で評価を担当）' },
    city: { en: 'Sendai', ja: '仙台' },
    timeZone: 'Asia/Tokyo',
    language: 'ja',
    reads: ['ja', 'en'],
    expertise: ['pharmacy'],
    rater: 'r17',
  },
  {
    key: 'auditor',
    role: 'auditor',
    name: { en: 'Ingrid Solberg', ja: 'イングリッド・ソルベルグ' },
    title: { en: 'External auditor', ja: '外部監査人' },
    city: { en: 'Oslo', ja: 'オスロ' },
    timeZone: 'Europe/Oslo',
    language: 'en',
    reads: ['en'],
    expertise: [],
    rater: null,
  },
]
