/** 共同で書く理由の、はじめの見出し。 */
export const rationaleHeadings = ['論点', '事実', '条項', '判断', '他方の見方を採らなかった理由'] as const
