import { createApp } from 'vue'
import 'element-plus/es/components/alert/style/css'
import 'element-plus/es/components/button/style/css'
import 'element-plus/es/components/dialog/style/css'
import 'element-plus/es/components/drawer/style/css'
import 'element-plus/es/components/input/style/css'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/radio/style/css'
import 'element-plus/es/components/radio-group/style/css'
import 'element-plus/es/components/skeleton/style/css'
import 'element-plus/es/components/skeleton-item/style/css'
import 'element-plus/es/components/switch/style/css'
import '@/styles/base.css'
import ConsoleApp from './ConsoleApp.vue'
import { i18n, setLocale } from './i18n'

setLocale(i18n.global.locale.value)
createApp(ConsoleApp).use(i18n).mount('#app')
