// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `tabular`. */
export const tabular: readonly Reference[] = [
  {
    task: "tabular",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "e6cba5d3d7a52b05",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 29.13355451091873,
          decay: 0.0001631142280119223,
          hyperparameters: {
            beta1: 0.5148565421952244,
            beta2: 0.9992510282496772,
          },
        },
        loss: 1.1984570417553186,
        deviation: 0.017814817980729394,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 24.543504389532018,
          decay: 0.0002583596863177951,
          hyperparameters: {
            beta1: 0.7837128321119128,
            beta2: 0.9995274615007982,
          },
        },
        loss: 1.1594061646610498,
        deviation: 0.015292366567822836,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 22.07156151093929,
          decay: 0.0003185941354355434,
          hyperparameters: {
            beta1: 0.666749053875817,
            beta2: 0.9997402206744013,
          },
        },
        loss: 1.119868845678866,
        deviation: 0.02097564318872548,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 33.74792782804345,
          decay: 0.0024501104504799577,
          hyperparameters: {
            beta1: 0.5269589505894628,
            beta2: 0.9993776338789541,
          },
        },
        loss: 1.0822701421566308,
        deviation: 0.022720051752034353,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 22.527247024508075,
          decay: 0.0009577362431151035,
          hyperparameters: {
            beta1: 0.5097393775053619,
            beta2: 0.9992976876451694,
          },
        },
        loss: 1.0229719206690788,
        deviation: 0.01681840832466286,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 22.07156151093929,
          decay: 0.0003185941354355434,
          hyperparameters: {
            beta1: 0.666749053875817,
            beta2: 0.9997402206744013,
          },
        },
        loss: 1.119868845678866,
        deviation: 0.02097564318872548,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 27.841482387141987,
          decay: 0.0009930117562917211,
          hyperparameters: {
            beta1: 0.5246242739776612,
            beta2: 0.9994240508151483,
          },
        },
        loss: 1.1219958746805787,
        deviation: 0.021414361630081386,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 101.14979901434843,
          decay: 0.0015353768280980005,
          hyperparameters: {
            beta1: 0.7698074501191298,
            beta2: 0.9937991306335647,
          },
        },
        loss: 1.1384951462969184,
        deviation: 0.020296833137941932,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 13.841343605457485,
          decay: 0.000557446094467102,
          hyperparameters: {
            beta: 0.9442332168822494,
          },
        },
        loss: 1.1360976644791663,
        deviation: 0.01773219758551127,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 1.9813668460705762,
          decay: 0.00003523086884618791,
          hyperparameters: {
            learning_rate: 0.028169165905453163,
            momentum: 0.8168721459378624,
            adam_learning_rate: 0.016250959283080547,
            beta1: 0.9464059386635426,
            beta2: 0.998930666847283,
          },
        },
        loss: 1.1087325206026435,
        deviation: 0.020635138027352402,
        edges: [],
      },
    },
  },
  {
    task: "tabular",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "0f8716507b36268b",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 18.7637928194314,
          decay: 0.0019868845563166837,
          hyperparameters: {
            beta1: 0.817448378225724,
            beta2: 0.9993527441245527,
          },
        },
        loss: 1.2498241192661226,
        deviation: 0.047377233468948086,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 12.383717859417242,
          decay: 0.0020850537624845836,
          hyperparameters: {
            beta1: 0.9325694608981823,
            beta2: 0.9995460491858145,
          },
        },
        loss: 1.1887671146541834,
        deviation: 0.03115683511885449,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 12.553584687526527,
          decay: 0.00003584726456858008,
          hyperparameters: {
            beta1: 0.971823463328505,
            beta2: 0.9990669105321033,
          },
        },
        loss: 1.1675130892544985,
        deviation: 0.04084089733011744,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 13.492098404686011,
          decay: 0.0023718984084181625,
          hyperparameters: {
            beta1: 0.9363673163195785,
            beta2: 0.9997182527266006,
          },
        },
        loss: 1.1323602953925729,
        deviation: 0.04113401391418168,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 9.192117593020509,
          decay: 0.00015673445885559635,
          hyperparameters: {
            beta1: 0.915103963961117,
            beta2: 0.9982015322826203,
          },
        },
        loss: 1.086385662201792,
        deviation: 0.06135148364582363,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 12.553584687526527,
          decay: 0.00003584726456858008,
          hyperparameters: {
            beta1: 0.971823463328505,
            beta2: 0.9990669105321033,
          },
        },
        loss: 1.1675130892544985,
        deviation: 0.04084089733011744,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 10.955240538794342,
          decay: 0.0003534799634730518,
          hyperparameters: {
            beta1: 0.9706536585907684,
            beta2: 0.9989739854272609,
          },
        },
        loss: 1.1689337091520429,
        deviation: 0.04010832209898317,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 22.740579088988195,
          decay: 0.016426213182112976,
          hyperparameters: {
            beta1: 0.8301016795857732,
            beta2: 0.9869958709896309,
          },
        },
        loss: 1.1864919736981392,
        deviation: 0.05734909982866098,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 3.976508516409676,
          decay: 0.00007611881808779785,
          hyperparameters: {
            beta: 0.8898704166868969,
          },
        },
        loss: 1.1672786171548069,
        deviation: 0.03955944122999984,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.4435886679561232,
          decay: 0.00004532189125366715,
          hyperparameters: {
            learning_rate: 0.018153385231775933,
            momentum: 0.9733147559262718,
            adam_learning_rate: 0.0067429958258430275,
            beta1: 0.9684132082126382,
            beta2: 0.9995700957549694,
          },
        },
        loss: 1.1672473521903157,
        deviation: 0.029508947035531242,
        edges: [],
      },
    },
  },
  {
    task: "tabular",
    size: 10,
    horizon: 450,
    batch: 64,
    fingerprint: "6f88f5340d812208",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 225,
        setting: {
          scale: 16.271936034162454,
          decay: 0.00033433542914383907,
          hyperparameters: {
            beta1: 0.8184622139275097,
            beta2: 0.9997598157810483,
          },
        },
        loss: 1.113888076506555,
        deviation: 0.011920956601984705,
        edges: [],
      },
      {
        horizon: 450,
        setting: {
          scale: 14.833800134863319,
          decay: 0.00006886006348643955,
          hyperparameters: {
            beta1: 0.7734751925872296,
            beta2: 0.9998392094626736,
          },
        },
        loss: 1.0738561060279608,
        deviation: 0.021495178623819236,
        edges: [],
      },
      {
        horizon: 900,
        setting: {
          scale: 9.879325961428878,
          decay: 0.003247997053671726,
          hyperparameters: {
            beta1: 0.7370170149242524,
            beta2: 0.9997783398245658,
          },
        },
        loss: 1.0255071520805359,
        deviation: 0.014869634762317554,
        edges: [],
      },
      {
        horizon: 1800,
        setting: {
          scale: 17.768624006056548,
          decay: 0.004005241018673826,
          hyperparameters: {
            beta1: 0.742711908332738,
            beta2: 0.9997868636055562,
          },
        },
        loss: 0.9669541642069817,
        deviation: 0.014359128582061438,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 450,
        setting: {
          scale: 14.833800134863319,
          decay: 0.00006886006348643955,
          hyperparameters: {
            beta1: 0.7734751925872296,
            beta2: 0.9998392094626736,
          },
        },
        loss: 1.0738561060279608,
        deviation: 0.021495178623819236,
        edges: [],
      },
      nadamw: {
        horizon: 450,
        setting: {
          scale: 13.73237490534783,
          decay: 0.0018620591645571668,
          hyperparameters: {
            beta1: 0.46222941415269003,
            beta2: 0.9997298315426763,
          },
        },
        loss: 1.073969560675323,
        deviation: 0.01593832057469681,
        edges: [],
      },
      lion: {
        horizon: 450,
        setting: {
          scale: 74.40207966207254,
          decay: 0.3516237260758952,
          hyperparameters: {
            beta1: 0.7727701694995198,
            beta2: 0.9920964964554175,
          },
        },
        loss: 1.0908685084432364,
        deviation: 0.009419350538396154,
        edges: [],
      },
      nesterov: {
        horizon: 450,
        setting: {
          scale: 8.479320247339896,
          decay: 0.00019118291891512588,
          hyperparameters: {
            beta: 0.9474850395479367,
          },
        },
        loss: 1.0952957049012184,
        deviation: 0.011270483507411014,
        edges: [],
      },
      muon: {
        horizon: 450,
        setting: {
          scale: 1.2086318479623666,
          decay: 0.00007619825330570649,
          hyperparameters: {
            learning_rate: 0.034828645152100816,
            momentum: 0.8400615169618149,
            adam_learning_rate: 0.014258521710593735,
            beta1: 0.9636046047852032,
            beta2: 0.9991815786253296,
          },
        },
        loss: 1.0455909166485071,
        deviation: 0.017577757425528556,
        edges: [],
      },
    },
  },
  {
    task: "tabular",
    size: 100,
    horizon: 900,
    batch: 64,
    fingerprint: "87451e3f5a2dd799",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 450,
        setting: {
          scale: 6.700252206821082,
          decay: 0.001017247665621179,
          hyperparameters: {
            beta1: 0.7039605962189244,
            beta2: 0.9998257722680814,
          },
        },
        loss: 1.1711640432476997,
        deviation: 0.014598298551597088,
        edges: [],
      },
      {
        horizon: 900,
        setting: {
          scale: 14.76658899828585,
          decay: 0,
          hyperparameters: {
            beta1: 0.8340924733055228,
            beta2: 0.9999151599071147,
          },
        },
        loss: 1.1334364414215088,
        deviation: 0.0010010930192550106,
        edges: [],
      },
      {
        horizon: 1800,
        setting: {
          scale: 14.76658899828585,
          decay: 0,
          hyperparameters: {
            beta1: 0.8340924733055228,
            beta2: 0.9999151599071147,
          },
        },
        loss: 1.1028896365314722,
        deviation: 0.0030231328575916947,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 900,
        setting: {
          scale: 14.76658899828585,
          decay: 0,
          hyperparameters: {
            beta1: 0.8340924733055228,
            beta2: 0.9999151599071147,
          },
        },
        loss: 1.1334364414215088,
        deviation: 0.0010010930192550106,
        edges: [],
      },
      nadamw: {
        horizon: 900,
        setting: {
          scale: 13.73237490534783,
          decay: 0.0018620591645571668,
          hyperparameters: {
            beta1: 0.46222941415269003,
            beta2: 0.9997298315426763,
          },
        },
        loss: 1.1312178559601307,
        deviation: 0.007257060379204353,
        edges: [],
      },
      lion: {
        horizon: 900,
        setting: {
          scale: 74.40207966207254,
          decay: 0.3516237260758952,
          hyperparameters: {
            beta1: 0.7727701694995198,
            beta2: 0.9920964964554175,
          },
        },
        loss: 1.1453078277409077,
        deviation: 0.0010946432178810036,
        edges: [],
      },
      nesterov: {
        horizon: 900,
        setting: {
          scale: 7.994366391856271,
          decay: 0.00019854667255630632,
          hyperparameters: {
            beta: 0.943252589873164,
          },
        },
        loss: 1.153896950185299,
        deviation: 0.0024005475139228637,
        edges: [],
      },
      muon: {
        horizon: 900,
        setting: {
          scale: 0.9826680494347025,
          decay: 0.00005624415104389244,
          hyperparameters: {
            learning_rate: 0.029746145750549985,
            momentum: 0.9238121089692376,
            adam_learning_rate: 0.009327467267814166,
            beta1: 0.9726319920686238,
            beta2: 0.9995209743439818,
          },
        },
        loss: 1.1201660558581352,
        deviation: 0.009273939862776484,
        edges: ["momentum"],
      },
    },
  },
];
