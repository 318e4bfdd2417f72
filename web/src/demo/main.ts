import { createApp } from 'vue'
import '@/styles/base.css'
import DemoShop from './DemoShop.vue'

createApp(DemoShop).mount('#app')
