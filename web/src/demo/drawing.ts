/** What a product is drawn as. */
export type Shape =
  'bra' | 'briefs' | 'set' | 'socks' | 'dress' | 'skirt' | 'coat' | 'trousers' | 'shirt' | 'knit'

/** The first rule that fits decides, so the more particular words come first: 保暖内衣套装 is a set, not a bra. */
const SHAPES: readonly (readonly [RegExp, Shape])[] = [
  [/套装|家居服|睡衣/, 'set'],
  [/内裤/, 'briefs'],
  [/文胸|内衣|胸罩/, 'bra'],
  [/袜/, 'socks'],
  [/连衣裙|睡裙|长裙|旗袍|吊带裙|针织裙/, 'dress'],
  [/裙/, 'skirt'],
  [/裤/, 'trousers'],
  [/外套|大衣|风衣|西装|羽绒|夹克|马甲|棉服/, 'coat'],
  [/针织|毛衣|开衫|卫衣|打底/, 'knit'],
]

export function shapeOf(name: string): Shape {
  return SHAPES.find(([words]) => words.test(name))?.[1] ?? 'shirt'
}

/** Colour words as they stand at the end of fashion colours (雾霾蓝, 燕麦色): the last matching sign gives the tone. */
const TONES: readonly (readonly [RegExp, string])[] = [
  [/雾霾蓝|雾蓝|天蓝|浅蓝|灰蓝|蓝底/, '#9db4cc'],
  [/藏青|深蓝|藏蓝/, '#33425f'],
  [/牛仔|蓝/, '#5b7ea8'],
  [/墨绿|军绿|橄榄/, '#556650'],
  [/薄荷|豆绿|浅绿|绿/, '#9dbba3'],
  [/酒红|枣红|砖红/, '#8d3b43'],
  [/粉|藕|豆沙/, '#e3b7b9'],
  [/红/, '#c05a57'],
  [/燕麦|米|杏|奶|象牙|香槟|肤/, '#e8dcc8'],
  [/卡其|驼|咖|棕|焦糖/, '#b08d67'],
  [/黄|姜/, '#dfc06c'],
  [/紫/, '#a894bf'],
  [/灰/, '#a8adb4'],
  [/黑/, '#3a3d42'],
  [/白/, '#f4f2ee'],
]

export function toneOf(colour: string): string {
  return TONES.find(([words]) => words.test(colour))?.[1] ?? '#c9bfb2'
}
