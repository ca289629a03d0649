import { createShop } from "./shop";

export const { home, item, appCode } = createShop();
