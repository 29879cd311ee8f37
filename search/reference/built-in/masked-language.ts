// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `masked-language`. */
export const maskedLanguage: readonly Reference[] = [
  {
    task: "masked-language",
    size: 1,
    horizon: 400,
    batch: 16,
    fingerprint: "a46311e6fa02faa1",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 100,
        setting: {
          scale: 16.19820878253261,
          decay: 0.0014151461341802723,
          hyperparameters: {
            beta1: 0.475983205917601,
            beta2: 0.9991372932986784,
          },
        },
        loss: 3.048643760383129,
        deviation: 0.03300491216384071,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 19.8035672976975,
          decay: 0.004410805447472159,
          hyperparameters: {
            beta1: 0.25250065504092245,
            beta2: 0.9994446725631742,
          },
        },
        loss: 2.9209777507930994,
        deviation: 0.040667805737098425,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 17.48843598640111,
          decay: 0.00016115941755674848,
          hyperparameters: {
            beta1: 0.39314071580416476,
            beta2: 0.9989460840123507,
          },
        },
        loss: 2.6550890058279037,
        deviation: 0.07718804831972711,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 18.892045504434844,
          decay: 0.001098606124665289,
          hyperparameters: {
            beta1: 0.7237118609172759,
            beta2: 0.9994029371705423,
          },
        },
        loss: 2.21695882640779,
        deviation: 0.08609531461401357,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 17.849499109643578,
          decay: 0.00011488513381936392,
          hyperparameters: {
            beta1: 0.7202902069657232,
            beta2: 0.9996265290296606,
          },
        },
        loss: 1.9118572724983096,
        deviation: 0.06590789484311936,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 17.48843598640111,
          decay: 0.00016115941755674848,
          hyperparameters: {
            beta1: 0.39314071580416476,
            beta2: 0.9989460840123507,
          },
        },
        loss: 2.6550890058279037,
        deviation: 0.07718804831972711,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 18.882356401027096,
          decay: 0.0017321142743946722,
          hyperparameters: {
            beta1: 0.730114539172918,
            beta2: 0.9992386466287372,
          },
        },
        loss: 2.56403811275959,
        deviation: 0.11238947490405735,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 101.32278306017494,
          decay: 0.0004633808688504364,
          hyperparameters: {
            beta1: 0.0769978376329743,
            beta2: 0.9910031961818001,
          },
        },
        loss: 2.7959370389580727,
        deviation: 0.0727523237575266,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 19.829365976363288,
          decay: 0.00047734683817263863,
          hyperparameters: {
            beta: 0.7332386026892463,
          },
        },
        loss: 2.570848571136594,
        deviation: 0.07516087709676059,
        edges: [],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 0.8172033133001287,
          decay: 0.00005356724564653382,
          hyperparameters: {
            learning_rate: 0.013849031387597967,
            momentum: 0.8989322921505021,
            adam_learning_rate: 0.04619471118671879,
            beta1: 0.46196100148296837,
            beta2: 0.9990551004304564,
          },
        },
        loss: 2.5074095614254475,
        deviation: 0.07188106154972541,
        edges: [],
      },
    },
  },
  {
    task: "masked-language",
    size: 1,
    horizon: 1600,
    batch: 2,
    fingerprint: "750c224162c61d6c",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 400,
        setting: {
          scale: 13.423421646223852,
          decay: 0.000054918650334499115,
          hyperparameters: {
            beta1: 0.7159448436939103,
            beta2: 0.9994670059112893,
          },
        },
        loss: 3.164061913266778,
        deviation: 0.06838945934672487,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 12.188442784553857,
          decay: 0.0004672565164116853,
          hyperparameters: {
            beta1: 0.7740321342656127,
            beta2: 0.9989912484080087,
          },
        },
        loss: 3.1022026296705008,
        deviation: 0.06201462411179184,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 3.674920597922464,
          decay: 0.001954060921499255,
          hyperparameters: {
            beta1: 0.6667490538758181,
            beta2: 0.9979255742661273,
          },
        },
        loss: 2.9180822763592005,
        deviation: 0.08872874863975973,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 5.076106613294776,
          decay: 0.0012245243307191,
          hyperparameters: {
            beta1: 0.8787483753717098,
            beta2: 0.9973704894379222,
          },
        },
        loss: 2.5916638374328613,
        deviation: 0.1367379255099466,
        edges: [],
      },
      {
        horizon: 6400,
        setting: {
          scale: 5.957403929442854,
          decay: 0.00018937563158013396,
          hyperparameters: {
            beta1: 0.8023349856996884,
            beta2: 0.9994620947343308,
          },
        },
        loss: 2.3121492341160774,
        deviation: 0.12358645110305097,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1600,
        setting: {
          scale: 3.674920597922464,
          decay: 0.001954060921499255,
          hyperparameters: {
            beta1: 0.6667490538758181,
            beta2: 0.9979255742661273,
          },
        },
        loss: 2.9180822763592005,
        deviation: 0.08872874863975973,
        edges: [],
      },
      nadamw: {
        horizon: 1600,
        setting: {
          scale: 5.877079686165592,
          decay: 0.000035417660061223056,
          hyperparameters: {
            beta1: 0.9621171812501613,
            beta2: 0.9994674945560019,
          },
        },
        loss: 2.996062733232975,
        deviation: 0.08086267880769774,
        edges: [],
      },
      lion: {
        horizon: 1600,
        setting: {
          scale: 14.56358764953218,
          decay: 0.06674972751423015,
          hyperparameters: {
            beta1: 0.7602505503985647,
            beta2: 0.9601404540269178,
          },
        },
        loss: 2.8797372709959745,
        deviation: 0.10170006775609741,
        edges: [],
      },
      nesterov: {
        horizon: 1600,
        setting: {
          scale: 4.666644167205157,
          decay: 0.00008063823354213199,
          hyperparameters: {
            beta: 0.9018511675396402,
          },
        },
        loss: 2.8958562072366476,
        deviation: 0.08317153486012593,
        edges: [],
      },
      muon: {
        horizon: 1600,
        setting: {
          scale: 0.3673918662676349,
          decay: 0.0004075602944703305,
          hyperparameters: {
            learning_rate: 0.013643576227801206,
            momentum: 0.9283107541945083,
            adam_learning_rate: 0.026368089381091867,
            beta1: 0.6483840718941443,
            beta2: 0.999357861791315,
          },
        },
        loss: 2.7433822993189096,
        deviation: 0.08303077332326878,
        edges: [],
      },
    },
  },
  {
    task: "masked-language",
    size: 10,
    horizon: 600,
    batch: 8,
    fingerprint: "a288f16f6bbc4626",
    effort: {
      trials: 16,
      tuningSeeds: 1,
      seeds: 4,
      horizons: [0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 5.284900639622376,
          decay: 0.0006269335140585678,
          hyperparameters: {
            beta1: 0.4746068405078112,
            beta2: 0.9993727627583555,
          },
        },
        loss: 3.782976094633341,
        deviation: 0.030700489970185242,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 5.757915377129619,
          decay: 0.0001404945882314678,
          hyperparameters: {
            beta1: 0.5518193585396642,
            beta2: 0.9991689449473171,
          },
        },
        loss: 3.6855553425848484,
        deviation: 0.030640522122947825,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 5.2133888498928505,
          decay: 0.0009306261078116068,
          hyperparameters: {
            beta1: 0.36929610395911006,
            beta2: 0.9995060782767341,
          },
        },
        loss: 3.5350669100880623,
        deviation: 0.020847137114975982,
        edges: ["beta2"],
      },
      {
        horizon: 2400,
        setting: {
          scale: 7.482468263116466,
          decay: 0.0008482129010308603,
          hyperparameters: {
            beta1: 0.15750519870613022,
            beta2: 0.9986585467177358,
          },
        },
        loss: 2.964767049998045,
        deviation: 0.3445522951339827,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 5.757915377129619,
          decay: 0.0001404945882314678,
          hyperparameters: {
            beta1: 0.5518193585396642,
            beta2: 0.9991689449473171,
          },
        },
        loss: 3.6855553425848484,
        deviation: 0.030640522122947825,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 4.677908549701984,
          decay: 0.004594357105630484,
          hyperparameters: {
            beta1: 0.7583954429724874,
            beta2: 0.9994004677270717,
          },
        },
        loss: 3.6794724352657795,
        deviation: 0.03013483935207674,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 30.480404710466246,
          decay: 0.0021962449187956992,
          hyperparameters: {
            beta1: 0,
            beta2: 0.9952485382267553,
          },
        },
        loss: 3.7328026704490185,
        deviation: 0.046224460845808536,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 15.786337719674036,
          decay: 0.00021953280261623903,
          hyperparameters: {
            beta: 0.7692960655166017,
          },
        },
        loss: 3.69804647564888,
        deviation: 0.03012320538321686,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 1.035751264304701,
          decay: 0.0004985040116510894,
          hyperparameters: {
            learning_rate: 0.009334188552327479,
            momentum: 0.8876417781234419,
            adam_learning_rate: 0.03575868831924945,
            beta1: 0.48834202575634855,
            beta2: 0.9992411905826499,
          },
        },
        loss: 3.5615460611879826,
        deviation: 0.0400661542615733,
        edges: [],
      },
    },
  },
  {
    task: "masked-language",
    size: 100,
    horizon: 600,
    batch: 8,
    fingerprint: "fd40b3345ab5d3fc",
    effort: {
      trials: 8,
      tuningSeeds: 1,
      seeds: 2,
      horizons: [0.5, 1, 2],
    },
    curve: [
      {
        horizon: 300,
        setting: {
          scale: 3.869765438003307,
          decay: 0.000030366115345765186,
          hyperparameters: {
            beta1: 0.6953526023746008,
            beta2: 0.999485618079265,
          },
        },
        loss: 3.750765949487686,
        deviation: 0.044622575465848205,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 1.7439629361170992,
          decay: 0.0009884529718311018,
          hyperparameters: {
            beta1: 0.5581319181572031,
            beta2: 0.9994749519315997,
          },
        },
        loss: 3.6278528794646263,
        deviation: 0.037150139422397116,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 2.5889983232244194,
          decay: 0.00006691087794444464,
          hyperparameters: {
            beta1: 0.5710198822797904,
            beta2: 0.9995248538226755,
          },
        },
        loss: 3.5329287871718407,
        deviation: 0.02007468092299649,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 1.7439629361170992,
          decay: 0.0009884529718311018,
          hyperparameters: {
            beta1: 0.5581319181572031,
            beta2: 0.9994749519315997,
          },
        },
        loss: 3.6278528794646263,
        deviation: 0.037150139422397116,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 3.4644167692715406,
          decay: 0.003170613575925349,
          hyperparameters: {
            beta1: 0.8452115450967551,
            beta2: 0.999605895798259,
          },
        },
        loss: 3.639894224703312,
        deviation: 0.024052057943545303,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 15.102410182842515,
          decay: 0.0033396951584082663,
          hyperparameters: {
            beta1: 0.09786167080822372,
            beta2: 0.9971148574065647,
          },
        },
        loss: 3.655634179711342,
        deviation: 0.043669972395804973,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 23.16676539942009,
          decay: 0.00008845399556999573,
          hyperparameters: {
            beta: 0.7441773430913192,
          },
        },
        loss: 3.661160886287689,
        deviation: 0.023120749568712205,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 1.4283719624801021,
          decay: 0.0012414352510939381,
          hyperparameters: {
            learning_rate: 0.008424418532818442,
            momentum: 0.8969348671241278,
            adam_learning_rate: 0.024787741087778425,
            beta1: 0.24884492055496632,
            beta2: 0.9991442625566465,
          },
        },
        loss: 3.5573972314596176,
        deviation: 0.01231996636164369,
        edges: ["scale", "beta1", "beta2"],
      },
    },
  },
];
